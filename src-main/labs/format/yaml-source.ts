import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Json } from '../../contract/json.ts';
import { nestingOf, plainJson } from '../../contract/plain-yaml.ts';
import type { Findings } from './finding.ts';
import { PACK_LIMITS } from './limits.ts';

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
      uniqueKeys: true,
      schema: 'core',
      merge: false,
      logLevel: 'silent',
    });
    for (const error of document.errors) findings.error(file, lineAt(error.pos[0]), 'yaml', error.message);
    for (const warning of document.warnings)
      findings.error(file, lineAt(warning.pos[0]), 'yaml', warning.message);
    if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
    const value = plainJson(document.toJS({ maxAliasCount: PACK_LIMITS.yamlAliases }));
    return sourceOf(file, document, value, lineAt, firstLine);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.error(file, firstLine, 'yaml', `The YAML cannot be read: ${reason}`);
    return undefined;
  }
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
