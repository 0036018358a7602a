import type { JsonObject } from '../../contract/json.ts';
import type { ContentBlock } from '../../contract/labs.ts';
import { verbNamed } from '../verbs/registry.ts';
import type { Findings } from './finding.ts';
import { checkProse } from './prose.ts';
import { readVerb } from './verb-list.ts';
import { parseYaml } from './yaml-source.ts';

const FENCE = /^( {0,3})(`{3,}|~{3,})\s*(.*)$/;
/** Keys of a button that are not the verb's own. */
const BUTTON_KEYS = ['label', 'id', 'confirm'] as const;

/** Reads the Markdown of a step: prose, and buttons written as fenced blocks whose language is `action <verb>`. */
export function readContent(file: string, text: string, findings: Findings): ContentBlock[] {
  const blocks: ContentBlock[] = [];
  const ids = new Set<string>();
  let prose: string[] = [];
  let proseLine = 1;
  const endProse = (): void => {
    const markdown = prose.join('\n').trim();
    if (markdown !== '') {
      checkProse(file, prose, proseLine, findings);
      blocks.push({ kind: 'markdown', text: markdown });
    }
    prose = [];
  };
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  for (let index = 0; index < lines.length; index++) {
    const fence = openingFence(lines[index]);
    if (!fence) {
      prose.push(lines[index] ?? '');
      continue;
    }
    const end = closingFence(lines, index, fence.mark);
    if (fence.language.split(/\s+/)[0] !== 'action') {
      prose.push(...lines.slice(index, end + 1));
    } else {
      endProse();
      const body = lines.slice(index + 1, end).join('\n');
      if (end >= lines.length)
        findings.error(file, index + 1, 'fence', 'This button’s block is never closed.');
      else addButton(file, index + 1, fence.language, body, blocks, ids, findings);
      proseLine = end + 2;
    }
    index = end;
  }
  endProse();
  return blocks;
}

function addButton(
  file: string,
  line: number,
  language: string,
  body: string,
  blocks: ContentBlock[],
  ids: Set<string>,
  findings: Findings,
): void {
  const name = language.split(/\s+/)[1] ?? '';
  const source = body.trim() === '' ? emptySource(file, line) : parseYaml(file, body, findings, line + 1);
  if (!source) return;
  const { value } = source;
  if (value !== null && (typeof value !== 'object' || Array.isArray(value))) {
    findings.error(file, line, 'action', 'The body of a button is a map: one “key: value” a line.');
    return;
  }
  const input: JsonObject = { ...(value ?? {}) };
  const own: Partial<Record<(typeof BUTTON_KEYS)[number], string>> = {};
  for (const key of BUTTON_KEYS) {
    const text = input[key];
    if (text === undefined) continue;
    if (typeof text === 'string' && text.trim() !== '' && text.length <= 120) own[key] = text;
    else findings.error(file, source.lineOfKey([], key), 'action', `“${key}” is a short text.`);
    delete input[key];
  }
  const call = readVerb(name, input, source, findings);
  if (!call) return;
  const id = own.id ?? `${name}-${blocks.filter((block) => block.kind === 'action').length + 1}`;
  if (ids.has(id))
    findings.error(file, line, 'duplicate-id', `Another button of this step is called “${id}”.`);
  ids.add(id);
  const label = own.label ?? verbNamed(name)?.label(call.input) ?? name;
  blocks.push({ kind: 'action', id, verb: name, label, input: call.input, confirm: own.confirm });
}

const emptySource = (file: string, line: number) => ({
  file,
  value: null,
  lineOf: () => line,
  lineOfKey: () => line,
});

function openingFence(line: string | undefined): { mark: string; language: string } | undefined {
  const match = FENCE.exec(line ?? '');
  return match ? { mark: match[2] ?? '', language: (match[3] ?? '').trim() } : undefined;
}

/** The index of the line that closes the fence, or the number of lines when nothing does. */
function closingFence(lines: readonly string[], start: number, mark: string): number {
  for (let index = start + 1; index < lines.length; index++) {
    const match = FENCE.exec(lines[index] ?? '');
    if (match && match[3] === '' && match[2]?.startsWith(mark)) return index;
  }
  return lines.length;
}
