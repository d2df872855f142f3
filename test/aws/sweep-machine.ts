import type { Packaged } from './template.ts';

/** As CloudFormation would write it, with stand-ins for what is not known before. */
export function machineOf({ template }: Packaged): { States: { JudgeAll: Record<string, unknown> } } {
  const stoodFor = (_key: string, value: unknown): unknown => {
    const { Ref, 'Fn::GetAtt': attribute } = Object(value) as Record<string, unknown>;
    if (typeof Ref === 'string') return `the-${Ref.toLowerCase()}`;
    return Array.isArray(attribute) ? `arn:aws:lambda:us-east-1:123456789012:function:${attribute[0]}` : value;
  };
  return JSON.parse(JSON.stringify(template.Resources.SweepMachine?.Properties?.Definition, stoodFor));
}
