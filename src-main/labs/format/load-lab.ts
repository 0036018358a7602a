import { createHash } from 'node:crypto';
import type { ContentBlock } from '../../contract/labs.ts';
import { fromDateTime } from '../../events/date-time.ts';
import { verbNamed } from '../verbs/registry.ts';
import { withAnswerCheck } from './answer-steps.ts';
import { readContent } from './content.ts';
import type { Findings } from './finding.ts';
import { type LabEntry, type LabListing, labSchema, type Manifest, type StepEntry } from './lab-schema.ts';
import { loadSolution, type Places } from './load-solution.ts';
import type { Lab, Step } from './pack.ts';
import type { PackFiles } from './pack-files.ts';
import { checkProse } from './prose.ts';
import { checkReferences } from './references.ts';
import { validate } from './validate.ts';
import { readVerbList } from './verb-list.ts';
import { parseYaml, type YamlSource } from './yaml-source.ts';

/** Reads one lab of a pack: `lab.yaml`, its texts and its solution. */
export function loadLab(
  files: PackFiles,
  manifest: Manifest,
  listing: LabListing,
  unavailable: string | undefined,
  findings: Findings,
): Lab | undefined {
  const folder = `labs/${listing.id}`;
  const file = `${folder}/lab.yaml`;
  const text = files.read(file);
  if (text === undefined) {
    findings.error(
      file,
      undefined,
      'missing-file',
      `pack.yaml lists the lab “${listing.id}”, but this file is missing.`,
    );
    return undefined;
  }
  const source = parseYaml(file, text, findings);
  const entry = source && validate(source, labSchema, findings);
  if (!source || !entry) return undefined;
  if (entry.id !== listing.id) {
    findings.error(
      file,
      source.lineOf(['id']),
      'lab-id',
      `The folder is “${listing.id}”, so the id must be the same.`,
    );
  }
  checkReferences(source, entry, findings);
  const places: Places = new Map();
  notePlaces(source, entry, places);
  const steps = entry.steps.map((step, index) => readStep(files, folder, source, step, index, findings));
  checkButtons(steps, source, findings);
  return {
    pack: manifest.id,
    packTitle: manifest.title,
    id: entry.id,
    title: entry.title,
    summary: entry.summary,
    listing,
    seed: String(manifest.seed ?? manifest.id),
    startTime: manifest.startTime === undefined ? undefined : fromDateTime(manifest.startTime),
    setup: readVerbList(source, ['setup'], entry.setup, findings),
    steps,
    closing: readClosing(files, folder, source, entry, findings),
    solution: loadSolution(files, folder, entry, places, findings),
    places,
    unavailable,
  };
}

function readStep(
  files: PackFiles,
  folder: string,
  source: YamlSource,
  entry: StepEntry,
  index: number,
  findings: Findings,
): Step {
  const path = ['steps', index];
  const file = contentPath(folder, entry.content ?? `content/${entry.id}.md`);
  const text = files.read(file);
  let content: ContentBlock[] = [];
  if (text === undefined) {
    findings.error(
      source.file,
      source.lineOf([...path, 'content']),
      'missing-file',
      `The text “${file}” is missing.`,
    );
  } else {
    content = readContent(file, text, findings);
  }
  return {
    id: entry.id,
    title: entry.title,
    type: entry.type,
    question: entry.question,
    actor: entry.actor,
    view: entry.view,
    needs: entry.needs,
    gate: entry.gate,
    setup: readVerbList(source, [...path, 'setup'], entry.setup, findings),
    checks: withAnswerCheck(entry),
    grid: entry.grid,
    hints: entry.hints,
    points: entry.points,
    snapshot: entry.snapshot,
    optional: entry.optional,
    content,
    digest: createHash('sha256')
      .update(JSON.stringify([entry, text]))
      .digest('hex'),
  };
}

function readClosing(
  files: PackFiles,
  folder: string,
  source: YamlSource,
  entry: LabEntry,
  findings: Findings,
): string | undefined {
  if (entry.closing === undefined) return undefined;
  const file = contentPath(folder, entry.closing);
  const text = files.read(file);
  if (text === undefined) {
    findings.error(source.file, source.lineOf(['closing']), 'missing-file', `The text “${file}” is missing.`);
    return undefined;
  }
  checkProse(file, text.split('\n'), 1, findings);
  return text.trim();
}

function notePlaces(source: YamlSource, entry: LabEntry, places: Places): void {
  entry.steps.forEach((step, stepIndex) => {
    const path = ['steps', stepIndex];
    places.set(`step:${step.id}`, { file: source.file, line: source.lineOf(path) });
    for (const { id } of withAnswerCheck(step)) {
      places.set(`check:${id}`, { file: source.file, line: source.lineOf([...path, 'question']) });
    }
    step.checks.forEach((check, index) => {
      places.set(`check:${check.id}`, { file: source.file, line: source.lineOf([...path, 'checks', index]) });
    });
  });
}

/** Buttons may refer to checks of any step before them or of their own. */
function checkButtons(steps: readonly Step[], source: YamlSource, findings: Findings): void {
  const known = new Set<string>();
  steps.forEach((step, index) => {
    for (const check of step.checks) known.add(check.id);
    for (const block of step.content) {
      if (block.kind !== 'action') continue;
      const { check } = verbNamed(block.verb)?.mentions(block.input) ?? {};
      if (check === undefined || known.has(check)) continue;
      const message = `The button “${block.label}” refers to the check “${check}”, which no step up to here has.`;
      findings.error(source.file, source.lineOf(['steps', index]), 'unknown-check', message);
    }
  });
}

/** Paths are looked up among the files that the pack was found to hold, so `..` and absolute paths find nothing. */
const contentPath = (folder: string, path: string): string => `${folder}/${path}`;
