/** The only URLs that are ever asked: those below the server's base, judged after parsing, as the request will have them. */

/** The base of a configured server; throws where no server can stand. */
export function parseBase(baseUrl: string): URL {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isPlain = base && /^https?:$/.test(base.protocol) && base.username + base.password + base.search + base.hash === '';
  if (!isPlain) throw new TypeError('The base of a FHIR server must be an http or https URL without user, query or fragment');
  base.pathname = base.pathname.replace(/\/+$/, '');
  return base;
}

/** A path relative to the base, or a whole URL; undefined when it leads elsewhere. */
export function belowBase(base: URL, link: string): URL | undefined {
  const path = pathOf(base);
  const root = `${base.origin}${path}/`;
  if (!URL.canParse(link, root)) return undefined;
  const url = new URL(link, root);
  if (url.origin !== base.origin || url.username !== '' || url.password !== '') return undefined;
  if (url.pathname !== path && !url.pathname.startsWith(`${path}/`)) return undefined;
  // `..` is resolved by now. A server in between may also take `%2e%2e%2f` or `..;/` for it, and no FHIR path needs such characters.
  if (!/^[\w.~$/-]*$/.test(url.pathname.slice(path.length))) return undefined;
  // Tomcat, below many FHIR servers, refuses the bare sign.
  url.search = url.search.replaceAll('|', '%7C');
  url.hash = '';
  return url;
}

/** What comes after the base, without a slash in front. */
export const relativeTo = (base: URL, url: URL): string => url.pathname.slice(pathOf(base).length + 1) + url.search;

/** Of a resource by its logical id; undefined for what cannot be one, such as `..`. */
export function resourceUrl(base: URL, type: string, id: string): URL | undefined {
  const url = /^[\w.-]+$/.test(id) ? belowBase(base, `${type}/${id}`) : undefined;
  return url && relativeTo(base, url) === `${type}/${id}` ? url : undefined;
}

export const isLoopback = ({ hostname }: URL): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);

/** A URL of the root alone has the path `/`. */
const pathOf = (base: URL): string => base.pathname.replace(/\/$/, '');
