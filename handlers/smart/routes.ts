/** The page that an EHR launches (SMART App Launch): its document, its script, and the servers that it may be launched from. No patient passes here. */
import type { Hono } from 'hono';
import { etag } from 'hono/etag';
import { type AppEnv, named } from '../http/observe.ts';
import { refuseMethod } from '../http/outcome.ts';
import { appScript } from './app-script.ts';
import type { LaunchServer } from './servers.ts';

const DOCUMENT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Claims for pain infusion at home</title>
<link rel="icon" href="data:,">
<script type="module" src="app.js"></script>
</head>
<body>
<main tabindex="-1"><p role="status">Loading.</p><noscript><p>This page needs scripts: it judges in the browser.</p></noscript></main>
</body>
</html>
`;

export function addSmartPage(app: Hono<AppEnv>, servers: readonly LaunchServer[]): void {
  const policy = policyOf(servers);
  const isFresh = etag({ weak: true });
  for (const path of ['/smart/launch.html', '/smart/index.html'])
    app.get(path, named(`GET ${path}`), (context) =>
      context.html(DOCUMENT, 200, { 'content-security-policy': policy, 'referrer-policy': 'no-referrer', 'cache-control': 'no-cache' }),
    );
  let script: Promise<string> | undefined;
  app.get('/smart/app.js', named('GET /smart/app.js'), isFresh, async (context) => {
    script ??= appScript();
    return context.body(await script, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' });
  });
  const listed = servers.map(({ frameAncestors: _, ...server }) => server);
  app.get('/smart/servers.json', named('GET /smart/servers.json'), (context) => context.json(listed, 200, { 'cache-control': 'no-cache' }));
  app.all('/smart/:file{launch\\.html|index\\.html|app\\.js|servers\\.json}', (context) => refuseMethod(context, 'GET, HEAD'));
}

/** Scripts of ours alone; asked are the configured servers alone; no form leads away, and no frame but theirs holds it. */
function policyOf(servers: readonly LaunchServer[]): string {
  const distinct = (origins: readonly string[]): string => [...new Set(origins)].join(' ');
  const asked = distinct(["'self'", ...servers.flatMap(({ origins }) => origins)]);
  const framed = distinct(servers.flatMap(({ frameAncestors }) => frameAncestors)) || "'none'";
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    `connect-src ${asked}`,
    `frame-ancestors ${framed}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
