import packageJson from '../../package.json' with { type: 'json' };

/** Who answers, as a Provenance names it. */
export const PROGRAM = `${packageJson.name} ${packageJson.version}`;
