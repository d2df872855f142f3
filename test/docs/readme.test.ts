import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const readme = readFileSync('README.md', 'utf8');

/** The exit code is 1: units were refused. */
function run(command: string): string {
  const [, ...parameters] = command.split(' ');
  try {
    return execFileSync('handlers/cli/s9326.mjs', parameters, { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

test('the output that the README shows is what the program prints', () => {
  const [, command = '', shown] = /<!-- output: (.*?) -->\n\n```text\n([\s\S]*?)```/.exec(readme) ?? [];

  expect(run(command)).toBe(shown);
});

test('every file that the README and CONTRIBUTING link to is there', () => {
  const texts = [readme, readFileSync('CONTRIBUTING.md', 'utf8')].join('\n');
  const links = [...texts.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? '');

  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
});
