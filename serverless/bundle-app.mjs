// For AWS the page's script is made when the function is packaged: a function has no bundler.
import { appScript } from '../handlers/smart/app-script.ts';

export default [
  {
    name: 'page-of-the-plug-in',
    setup(build) {
      build.onLoad({ filter: /[\\/]smart[\\/]app-script\.ts$/ }, async () => ({
        contents: `const script = ${JSON.stringify(await appScript())};\nexport const appScript = async () => script;`,
        loader: 'js',
      }));
    },
  },
];
