/** `CO-112-N237`; further remark codes after a plus; empty where there are none. */
export const codeText = ({
  group,
  carc,
  rarc,
}: {
  readonly group?: string;
  readonly carc?: string;
  readonly rarc?: readonly string[];
}): string => [group, carc, rarc && rarc.length > 0 ? rarc.join('+') : undefined].filter((code) => code !== undefined).join('-');
