#!/usr/bin/env node
// Plain JavaScript, for the one reason that it must run on a Node that is too old for the rest: there it hands over to the Node
// that `npm ci` installs beside us, so that `npx s9326` works on any machine.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
// TypeScript is run as it is from 22.18 on the one line, and from 23.6 on the other.
const runsTypeScript = major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);

if (runsTypeScript) {
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else handOver(fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url)));

function handOver(node) {
  if (!existsSync(node) || process.env.S9326_HANDED_OVER) {
    console.error(`s9326 needs Node 22.18 or later, or 24: this is ${process.versions.node}, and npm ci installed none beside it.`);
    process.exitCode = 2;
    return;
  }
  const env = { ...process.env, S9326_HANDED_OVER: '1' };
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit', env });
  // Ctrl-C reaches both of us: the child decides what it means. What is sent to this process alone is passed on.
  const onInterrupt = () => {};
  process.on('SIGINT', onInterrupt);
  const passOn = (signal) => child.kill(signal);
  process.on('SIGTERM', passOn);
  process.on('SIGHUP', passOn);
  child.on('error', () => {
    console.error(`s9326 needs Node 22.18 or later, or 24: this is ${process.versions.node}, and the one beside it does not start.`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code ?? 2;
    else {
      process.off('SIGINT', onInterrupt).off('SIGTERM', passOn).off('SIGHUP', passOn);
      process.kill(process.pid, signal);
    }
  });
}
