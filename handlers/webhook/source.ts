/** Segment of a path. */
export const SOURCE_NAME = /^[a-z0-9-]{1,40}$/;

/** A FHIR server that tells us of its Claims: how it proves that it is the one, and how we ask it for the record. */
export interface Source {
  /** Segment of the webhook's path: `/webhook/{name}`. */
  readonly name: string;
  readonly proof: SourceProof;
  readonly server: ServerAccess;
  /** Id of a shipped policy; absent: chosen by `appliesTo`, else baseline. */
  readonly policy?: string;
  /** IANA zone of the care, where the record may not tell. */
  readonly timeZone?: string;
  /** True: our own answers are the payer's answers, and dates that they allowed are taken. False: only the answers of others are. */
  readonly countsOwnAnswers: boolean;
  /** Writes a Task beside an answer that pends. */
  readonly writesTask: boolean;
}

export type SourceProof =
  /** Hex HMAC-SHA256 of the raw body in X-Signature (Medplum). */
  | { readonly type: 'hmac'; readonly secret: string }
  /** A secret that the Subscription's channel.header carries. */
  | { readonly type: 'header'; readonly name: string; readonly value: string }
  | { readonly type: 'jwt'; readonly issuer: string; readonly audience: string; readonly jwksUrl: URL };

export interface ServerAccess {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly auth: ServerAuth;
}

export type ServerAuth =
  | { readonly type: 'none' }
  | { readonly type: 'bearer'; readonly token: string }
  /** OAuth client credentials; without `tokenUrl` it is discovered (.well-known/smart-configuration). */
  | {
      readonly type: 'client-secret';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly tokenUrl?: string;
      readonly scope?: string;
    }
  /** SMART Backend Services: private_key_jwt with RS384 or ES384. */
  | {
      readonly type: 'private-key';
      readonly clientId: string;
      readonly privateKey: Readonly<Record<string, unknown>>;
      readonly tokenUrl?: string;
      readonly scope?: string;
    };
