/** An export that did not come about. The message never carries a URL, a body or a token. */
export class BulkError extends Error {
  override readonly name = 'BulkError';
}

/** Links that are no longer good: the server is to be asked for an export anew. */
export class LinksExpired extends BulkError {}
