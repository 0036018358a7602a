import type { Json } from '../../src-main/contract/json.ts';
import type { LabReset } from '../../src-main/contract/lab-reset.ts';
import type { LabState, StepState, VerbResult } from '../../src-main/contract/labs.ts';
import { goTo } from '../app/route.ts';
import { connected, setLab } from '../store/connection.ts';
import { gatehouse } from '../store/sandbox.ts';
import { selectToken, showNewFlow } from '../store/selection.ts';
import { showView } from '../store/ui.ts';

/** The step that is open, with its place among the others. */
export function currentStep(lab: LabState): { step: StepState; index: number } | undefined {
  const index = lab.steps.findIndex((step) => step.id === lab.current);
  const step = lab.steps[index];
  return step && { step, index };
}

function stepRef(lab: LabState, step: string) {
  return { pack: lab.pack, lab: lab.id, step };
}

/** Opens a lab, or comes back to it, and shows it. While the sandbox starts, this waits for it. */
export async function openLab(pack: string, lab: string): Promise<void> {
  await connected();
  setLab(await gatehouse().call('labs.open', { pack, lab }));
  goTo('lab');
}

/** Closes the open lab and goes back to the list. Progress is kept. */
export async function closeLab(): Promise<void> {
  await gatehouse().call('labs.close', {});
  setLab(null);
  goTo('labs');
}

/** Opens a step. */
export async function openStep(lab: LabState, step: string): Promise<void> {
  setLab(await gatehouse().call('labs.goto', stepRef(lab, step)));
}

async function openStepAfter(lab: LabState, step: string): Promise<void> {
  const next = lab.steps[lab.steps.findIndex((one) => one.id === step) + 1];
  if (next && lab.current === step) await openStep(lab, next.id);
}

/** Marks a step as read and opens the one after it. */
export async function finishReading(lab: LabState, step: string): Promise<void> {
  const state = await gatehouse().call('labs.done', stepRef(lab, step));
  setLab(state);
  await openStepAfter(state, step);
}

/** Has the sandbox play the step's solution, and opens the step after it. */
export async function skipStep(lab: LabState, step: string): Promise<void> {
  const state = await gatehouse().call('labs.skip', stepRef(lab, step));
  setLab(state);
  await openStepAfter(state, step);
}

/** Puts the world back to what it was when the step began. */
export async function resetStep(lab: LabState, step: string): Promise<void> {
  setLab(await gatehouse().call('labs.reset-step', stepRef(lab, step)));
}

/** Answers the question of a step, or makes its prediction. */
export async function answerQuestion(lab: LabState, step: string, options: string[]): Promise<void> {
  setLab(await gatehouse().call('labs.answer', { ...stepRef(lab, step), options }));
}

/** Shows the solution of a step. */
export async function revealSolution(lab: LabState, step: string): Promise<void> {
  setLab(await gatehouse().call('labs.reveal', stepRef(lab, step)));
}

/** Plays one line of a solution, and shows what it did. Answers its message. */
export async function playSolution(lab: LabState, step: string, index: number): Promise<ActionResult> {
  return shown(await gatehouse().call('labs.play-solution', { ...stepRef(lab, step), index }));
}

/** Forgets that a step was passed, so that it can be solved anew. */
export async function forgetPass(lab: LabState, step: string): Promise<void> {
  setLab(await gatehouse().call('labs.unsolve', stepRef(lab, step)));
}

/** Puts a lab, a pack or everything back to its start. */
export async function putBack(what: LabReset): Promise<void> {
  const lab = await gatehouse().call('labs.reset', what);
  setLab(lab);
  if (!lab) goTo('labs');
}

/** Shows the next hint. */
export async function showHint(lab: LabState, step: string): Promise<void> {
  setLab(await gatehouse().call('labs.hint', stepRef(lab, step)));
}

/** Has the checks of a step looked at now. */
export async function checkNow(lab: LabState, step: string): Promise<void> {
  setLab(await gatehouse().call('labs.check', stepRef(lab, step)));
}

/** Presses a button of the lesson; shows what it did where it is seen best. Answers its message. */
export async function pressButton(lab: LabState, step: string, action: string): Promise<ActionResult> {
  return shown(await gatehouse().call('labs.act', { ...stepRef(lab, step), action }));
}

interface ActionResult {
  ok: boolean;
  message: string;
}

function shown(result: VerbResult): ActionResult {
  if (result.flow) showNewFlow(result.flow);
  const handle = handleIn(result.data);
  if (handle !== undefined) selectToken(handle);
  if (result.view) showView(result.view);
  return { ok: result.ok, message: result.message };
}

/** The token that a button chose, by its handle. */
function handleIn(data: Json | undefined): string | undefined {
  const isMap = typeof data === 'object' && data !== null && !Array.isArray(data);
  return isMap && typeof data.handle === 'string' ? data.handle : undefined;
}
