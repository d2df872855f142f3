/** Apart from what writes them, so that printing help loads nothing of the core. */
export const FORMATS = ['table', 'assessment', 'fhir', 'html'] as const;
export type Format = (typeof FORMATS)[number];
