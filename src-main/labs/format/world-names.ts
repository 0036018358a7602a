import type { WorldNames } from '../ports.ts';
import type { Findings } from './finding.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

const KINDS = { personas: 'persona', applications: 'application', apis: 'API' } as const;

/** Complains about a name that the world does not have. Says nothing where the world is not known. */
export function checkName(
  findings: Findings,
  source: YamlSource,
  kind: keyof WorldNames,
  name: string | undefined,
  path: YamlPath = [],
): void {
  const known = findings.names?.[kind];
  if (name === undefined || !known || known.includes(name)) return;
  findings.error(
    source.file,
    source.lineOf(path),
    'unknown-name',
    `The world has no ${KINDS[kind]} “${name}”. It has: ${known.join(', ')}.`,
  );
}
