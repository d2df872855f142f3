/** The script of the page: `app/` and the core that it judges with, in one file. On AWS it is made when the function is packaged (serverless/bundle-app.mjs). */
import { fileURLToPath } from 'node:url';

/** Made once, when it is first asked for. */
export async function appScript(): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('app/main.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
