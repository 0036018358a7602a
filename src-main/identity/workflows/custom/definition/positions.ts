import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Json } from '../../../../contract/json.ts';
import { nestingOf, plainJson } from '../../../../contract/plain-yaml.ts';
import { WORKFLOW_LIMITS as LIMITS } from '../../../../contract/workflow-limits.ts';
import type { WorkflowProblem } from '../../../../contract/workflows.ts';

export type Path = readonly (string | number)[];

/** A definition's text as a value, and where each part of it stands. */
export interface Source {
  value: Json;
  /** Line and column, from 1, of the value at `path`, or of the nearest thing around it. */
  at(path: Path): { line: number; column: number };
  /** The same of a key of the map at `path`. */
  atKey(path: Path, key: string): { line: number; column: number };
}

const FIRST = { line: 1, column: 1 };

/** Reads YAML 1.2 (core schema). What is no YAML, or is made to hurt, is answered as problems. */
export function readYaml(text: string): { source: Source } | { problems: WorkflowProblem[] } {
  if (text.length > LIMITS.definition)
    return problem(
      `The definition is longer than ${LIMITS.definition} characters.`,
      'Make it shorter, or two of it.',
    );
  // Found before the parser begins, since the parser itself goes as deep as the text.
  if (nestingOf(text) > LIMITS.depth)
    return problem(`The YAML is nested deeper than ${LIMITS.depth}.`, 'Flatten it.');
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      schema: 'core',
      merge: false,
      logLevel: 'silent',
    });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0)
      return {
        problems: faults.slice(0, 20).map(({ pos, message }) => ({
          ...place(pos[0]),
          path: '',
          message: `This is not YAML: ${message}`,
          next: 'Correct the line; indentation is by spaces, and a text with “: ” or “#” stands in quotes.',
        })),
      };
    const value = plainJson(document.toJS({ maxAliasCount: 20 }));
    const find = (path: Path): unknown =>
      path.length === 0 ? document.contents : document.getIn(path as unknown[], true);
    const at = (path: Path) => {
      for (let length = path.length; length >= 0; length--) {
        const node = find(path.slice(0, length));
        if (isNode(node) && node.range) return place(node.range[0]);
      }
      return FIRST;
    };
    return {
      source: {
        value,
        at,
        atKey: (path, key) => {
          const node = find(path);
          const pairs = isMap(node) ? node.items : [];
          const found = pairs.find(
            (pair) => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === key,
          );
          return found && isScalar(found.key) && found.key.range ? place(found.key.range[0]) : at(path);
        },
      },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return problem(`The YAML cannot be read: ${why}`, 'Write it without what this version cannot read.');
  }
}

const problem = (message: string, next: string) => ({ problems: [{ ...FIRST, path: '', message, next }] });
