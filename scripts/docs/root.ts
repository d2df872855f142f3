/** The root of the repository, as an address that others are resolved against. */
export const ROOT = new URL('../../', import.meta.url);
