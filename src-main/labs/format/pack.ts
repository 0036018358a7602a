import type { CheckGrid, ContentBlock, StageView, StepType } from '../../contract/labs.ts';
import type { VerbCall } from '../verbs/verb-call.ts';
import type { Check } from './check-schema.ts';
import type { Finding } from './finding.ts';
import type { Hint, LabListing, Manifest } from './lab-schema.ts';
import type { Question } from './question-schema.ts';

/** A step, ready to be played. */
export interface Step {
  id: string;
  title: string;
  type: StepType;
  question: Question | undefined;
  actor: string | undefined;
  view: StageView | undefined;
  needs: string[];
  gate: 'none' | 'soft' | 'hard';
  setup: VerbCall[];
  checks: Check[];
  grid: CheckGrid | undefined;
  hints: Hint[];
  points: number;
  snapshot: 'auto' | 'off';
  optional: boolean;
  content: ContentBlock[];
  /** SHA-256 over everything that the learner sees and the engine judges, so that an edit is noticed. */
  digest: string;
}

/** A path that must fail, and how. */
export interface WrongPath {
  name: string;
  verbs: VerbCall[];
  expectCheck: string;
  expectFeedback: string;
}

export interface Solution {
  steps: Record<string, VerbCall[]>;
  alternatives: Record<string, { name: string; verbs: VerbCall[] }[]>;
  wrong: Record<string, WrongPath[]>;
}

export interface Lab {
  pack: string;
  packTitle: string;
  id: string;
  title: string;
  summary: string;
  listing: LabListing;
  /** See the manifest's `seed`; the pack's id unless given. */
  seed: string;
  /** The virtual time at which it begins, ms; undefined: whenever it is. */
  startTime: number | undefined;
  setup: VerbCall[];
  steps: Step[];
  closing: string | undefined;
  solution: Solution;
  /** Where things stand in the pack's files: `step:<id>`, `check:<id>`, `solution:<step>`, `wrong:<step>/<name>`. */
  places: ReadonlyMap<string, { file: string; line: number }>;
  /** Why it cannot be opened in this version. */
  unavailable: string | undefined;
}

export interface Pack {
  dir: string;
  manifest: Manifest;
  /** Labs without errors. */
  labs: Lab[];
}

/** What reading a pack gave: everything wrong with it, and what of it can be used. */
export interface LoadedPack {
  dir: string;
  /** The id in the manifest, or the folder's name when the manifest cannot be read. */
  id: string;
  pack: Pack | undefined;
  findings: Finding[];
  /** Findings by the lab that they concern; those of the pack as a whole are under ''. */
  byLab: ReadonlyMap<string, Finding[]>;
}
