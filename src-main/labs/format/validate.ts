import { z } from 'zod';
import type { Json } from '../../contract/json.ts';
import type { Findings } from './finding.ts';
import type { YamlSource } from './yaml-source.ts';

/** Marks the messages that {@link open} gives for keys it does not know. */
const IGNORED = 'ignored:';

/** As many unknown keys of one map are named. */
const MOST_KEYS = 20;

/** A map in which a key that this version does not know is a warning: it may come from a newer one. */
export function open<S extends z.core.$ZodShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? IGNORED : undefined),
  });
}

/** A map in which an unknown key is an error: ignoring it would change what is proven or done. */
export function closed<S extends z.core.$ZodShape>(what: string, shape: S) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${what} has no key ${quoted((issue as { keys?: string[] }).keys ?? [])}; it knows ${known}.`
        : undefined,
  });
}

/** Reads a document against its schema. Every complaint has the line it is about. */
export function validate<T>(source: YamlSource, schema: z.ZodType<T>, findings: Findings): T | undefined {
  let value: Json = source.value;
  for (let round = 0; round < 2; round++) {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const ignorable = result.error.issues.filter(isIgnorable);
    const serious = result.error.issues.filter((issue) => !isIgnorable(issue));
    if (round === 0) for (const issue of ignorable) warnUnknown(source, issue, findings);
    if (serious.length > 0 || round > 0) {
      for (const issue of serious) report(source, issue, findings);
      return undefined;
    }
    value = structuredClone(value);
    for (const issue of ignorable) for (const key of keysOf(issue)) removeKey(value, issue.path, key);
  }
  return undefined;
}

type Issue = z.core.$ZodIssue;

const isIgnorable = (issue: Issue): boolean =>
  issue.code === 'unrecognized_keys' && issue.message === IGNORED;
const keysOf = (issue: Issue): string[] => (issue.code === 'unrecognized_keys' ? issue.keys : []);
const pathOf = (issue: Issue): (string | number)[] =>
  issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
const quoted = (keys: readonly string[]): string => keys.map((key) => `“${key}”`).join(', ');

function warnUnknown(source: YamlSource, issue: Issue, findings: Findings): void {
  const keys = keysOf(issue);
  for (const key of keys.slice(0, MOST_KEYS)) {
    const line = source.lineOfKey(pathOf(issue), key);
    findings.warning(source.file, line, 'unknown-key', `This version does not know “${key}”; it is ignored.`);
  }
  if (keys.length > MOST_KEYS)
    findings.warning(
      source.file,
      source.lineOf(pathOf(issue)),
      'unknown-key',
      `And ${keys.length - MOST_KEYS} more keys that it does not know.`,
    );
}

function report(source: YamlSource, issue: Issue, findings: Findings): void {
  const path = pathOf(issue);
  const firstKey = keysOf(issue)[0];
  const line = firstKey === undefined ? source.lineOf(path) : source.lineOfKey(path, firstKey);
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  findings.error(source.file, line, 'schema', `${where}${messageOf(issue)}`);
}

/** Of the branches of a union, the complaint that went deepest is the one the author meant. */
function messageOf(issue: Issue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const branches = issue.errors.flat();
  const deepest = branches.reduce<Issue | undefined>(
    (best, next) => (!best || next.path.length > best.path.length ? next : best),
    undefined,
  );
  if (!deepest) return issue.message;
  const closedMap = branches.find(
    (branch) => branch.code === 'unrecognized_keys' && branch.message !== IGNORED,
  );
  return messageOf(closedMap ?? deepest);
}

function removeKey(root: Json, path: readonly PropertyKey[], key: string): void {
  let node: Json | undefined = root;
  for (const part of path) {
    if (Array.isArray(node)) node = node[Number(part)];
    else if (node !== null && typeof node === 'object') node = node[String(part)];
  }
  if (node !== null && typeof node === 'object' && !Array.isArray(node)) delete node[key];
}
