/** A problem with what was sent, as an OperationOutcome names it. `expression` is the FHIRPath of the place. Never carries a value. */
export interface Issue {
  readonly severity: 'error' | 'warning';
  /** From http://hl7.org/fhir/issue-type. */
  readonly code:
    | 'structure'
    | 'required'
    | 'value'
    | 'invalid'
    | 'code-invalid'
    | 'duplicate'
    | 'not-found'
    | 'not-supported'
    | 'too-costly';
  readonly expression: string;
  readonly text: string;
}
