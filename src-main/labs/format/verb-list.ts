import type { JsonObject } from '../../contract/json.ts';
import { verbNamed, verbNames } from '../verbs/registry.ts';
import type { VerbCall } from '../verbs/verb-call.ts';
import type { Findings } from './finding.ts';
import { validate } from './validate.ts';
import { checkName } from './world-names.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

/** Reads a list of verbs that stands at `path` of a document. Entries with errors become findings and are left out. */
export function readVerbList(
  source: YamlSource,
  path: YamlPath,
  entries: readonly Record<string, unknown>[],
  findings: Findings,
): VerbCall[] {
  return entries.flatMap((entry, index) => {
    const name = Object.keys(entry).find((key) => key !== 'cosmetic') ?? '';
    const call = readVerb(name, entry[name] ?? {}, within(source, [...path, index, name]), findings);
    return call ? [{ ...call, cosmetic: entry.cosmetic === true }] : [];
  });
}

/** Reads one verb; `source` is the document of its input. */
export function readVerb(
  name: string,
  input: unknown,
  source: YamlSource,
  findings: Findings,
): VerbCall | undefined {
  const verb = verbNamed(name);
  if (!verb) {
    findings.error(
      source.file,
      source.lineOf([]),
      'unknown-verb',
      `There is no verb “${name}”. This version has: ${verbNames().join(', ')}.`,
    );
    return undefined;
  }
  const parsed = validate({ ...source, value: (input ?? {}) as JsonObject }, verb.schema, findings);
  if (parsed === undefined) return undefined;
  const { persona, application, api } = verb.mentions(parsed);
  checkName(findings, source, 'personas', persona);
  checkName(findings, source, 'applications', application);
  checkName(findings, source, 'apis', api);
  return { verb: name, input: parsed as JsonObject };
}

/** The part of a document below `base`, as a document of its own. */
function within(source: YamlSource, base: YamlPath): YamlSource {
  return {
    file: source.file,
    value: source.value,
    lineOf: (path) => source.lineOf([...base, ...path]),
    lineOfKey: (path, key) => source.lineOfKey([...base, ...path], key),
  };
}
