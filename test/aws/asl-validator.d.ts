/** The package brings no types; this is what is used of it. */
declare module 'asl-validator' {
  export default function aslValidator(definition: unknown): { readonly isValid: boolean; errorsText(separator?: string): string };
}
