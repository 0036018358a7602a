import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Json } from '../../contract/json.ts';
import { nestingOf, plainJson } from '../../contract/plain-yaml.ts';
import type { Findings } from './finding.ts';
import { PACK_LIMITS } from './limits.ts';

/** As many keys that may not be are named. */
const MOST_BAD_KEYS = 20;

export type YamlPath = readonly (string | number)[];

/** A YAML text and the place of everything in it. */
export interface YamlSource {
  readonly file: string;
  readonly value: Json;
  /** The line of the value at `path`, or of the nearest thing around it. */
  lineOf(path: YamlPath): number;
  /** The line of a key inside the map at `path`. */
  lineOfKey(path: YamlPath, key: string): number;
}

/**
 * Reads YAML 1.2 (core schema) with positions. Answers undefined, with findings, when the text is no YAML or is made
 * to hurt (deep nesting, alias bombs). `firstLine` is the line of the file at which the text begins.
 */
export function parseYaml(
  file: string,
  text: string,
  findings: Findings,
  firstLine = 1,
): YamlSource | undefined {
  const lines = new LineCounter();
  const offset = firstLine - 1;
  const lineAt = (position: number): number => lines.linePos(position).line + offset;
  if (nestingOf(text) > PACK_LIMITS.yamlDepth) {
    findings.error(file, firstLine, 'yaml-depth', `The YAML is nested deeper than ${PACK_LIMITS.yamlDepth}.`);
    return undefined;
  }
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      // The library compares each key with all before it; see below.
      uniqueKeys: false,
      schema: 'core',
      merge: false,
      logLevel: 'silent',
    });
    for (const error of document.errors) findings.error(file, lineAt(error.pos[0]), 'yaml', error.message);
    for (const warning of document.warnings)
      findings.error(file, lineAt(warning.pos[0]), 'yaml', warning.message);
    const badKeys = keysThatMayNotBe(document);
    for (const { position, message } of badKeys.slice(0, MOST_BAD_KEYS))
      findings.error(file, lineAt(position), 'yaml', message);
    if (document.errors.length > 0 || document.warnings.length > 0 || badKeys.length > 0) return undefined;
    const value = plainJson(document.toJS({ maxAliasCount: PACK_LIMITS.yamlAliases }));
    return sourceOf(file, document, value, lineAt, firstLine);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.error(file, firstLine, 'yaml', `The YAML cannot be read: ${reason}`);
    return undefined;
  }
}

/** Keys that their map has already, and the one that means something else than its map where it is read. */
function keysThatMayNotBe(document: Document.Parsed): { position: number; message: string }[] {
  const found: { position: number; message: string }[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const position = key.range?.[0] ?? 0;
        if (seen.has(key.value)) found.push({ position, message: 'Map keys must be unique' });
        if (key.value === '__proto__') found.push({ position, message: 'No key is called “__proto__”.' });
        seen.add(key.value);
      }
    },
  });
  return found;
}

function sourceOf(
  file: string,
  document: Document.Parsed,
  value: Json,
  lineAt: (position: number) => number,
  firstLine: number,
): YamlSource {
  const lineOf = (path: YamlPath): number => {
    for (let length = path.length; length >= 0; length--) {
      const part = path.slice(0, length);
      const node = part.length === 0 ? document.contents : document.getIn(part, true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return firstLine;
  };
  const lineOfKey = (path: YamlPath, key: string): number => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    if (isMap(node)) {
      for (const pair of node.items) {
        if (isPair(pair) && isScalar(pair.key) && String(pair.key.value) === key && pair.key.range) {
          return lineAt(pair.key.range[0]);
        }
      }
    }
    return lineOf(path);
  };
  return { file, value, lineOf, lineOfKey };
}
