/** The bytes of a request, never more of them than allowed. */
export type ReadBody = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly reason: 'too-long' | 'cut-off' };

/** Content-Length is believed when it says too much, and not when it says little or nothing: then the bytes are counted. */
export async function readBody(request: Request, maxBytes: number): Promise<ReadBody> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return { ok: false, reason: 'too-long' };
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
      length += read.value.length;
      if (length > maxBytes) {
        // Not awaited: a sender that goes on sending must not hold up the answer.
        reader?.cancel().catch(() => undefined);
        return { ok: false, reason: 'too-long' };
      }
      chunks.push(read.value);
    }
  } catch {
    return { ok: false, reason: 'cut-off' };
  }
  return { ok: true, bytes: Buffer.concat(chunks, length) };
}
