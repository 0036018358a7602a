import type { Question } from './question-schema.ts';

/** The longest answer in one's own words, characters. */
const LONGEST = 200;

/** An answer that the question takes. */
export interface ReadAnswer {
  /** As it was given, in the form that `lab.answer` takes. */
  given: string[];
  /** What it says, as a set: two answers with the same members are the same answer. */
  members: string[];
  /** In words that people read. */
  words: string[];
  right: boolean;
}

/**
 * The right answer in the form that `lab.answer` takes: ids of options (`choose`: all that are right; `order`: in their
 * order), `<option>=<target>` (`match`), or a text (`text`).
 */
export function rightAnswer(question: Question): string[] {
  const { mode, options } = question;
  if (mode === 'text') return question.accept.slice(0, 1);
  if (mode === 'match') return options.map(({ id, target }) => `${id}=${target}`);
  return options.filter(({ correct }) => mode === 'order' || correct).map(({ id }) => id);
}

/** Every right answer as a set of members, for the check. */
export function rightMembers(question: Question): string[][] {
  if (question.mode === 'text') return question.accept.map((text) => [normalised(question, text)]);
  return [membersOf(question, rightAnswer(question))];
}

/** Reads an answer. Undefined for one that the question does not take. */
export function readAnswer(question: Question, given: readonly string[]): ReadAnswer | undefined {
  const taken = takenAs(question, given);
  if (!taken) return undefined;
  const members = membersOf(question, taken);
  const right = rightMembers(question).some(
    (answer) => [...answer].sort().join() === [...members].sort().join(),
  );
  return { given: taken, members, words: wordsOf(question, taken), right };
}

/** An answer in words that people read. */
export function wordsOf({ mode, options, targets }: Question, given: readonly string[]): string[] {
  if (mode === 'text') return [...given];
  const texts = new Map([...options, ...targets].map(({ id, text }) => [id, text]));
  return given.map((one) =>
    one
      .split('=')
      .map((id) => texts.get(id) ?? id)
      .join(' – '),
  );
}

/** What is told to whoever gave a wrong answer, by the member that is wrong; `answer` stands for all the rest. */
export function explanations(question: Question): Record<string, string> {
  const { mode, options, targets, misses, otherwise } = question;
  if (mode === 'text') {
    const known = misses.flatMap(({ accept, explain }) =>
      accept.map((text) => [normalised(question, text), explain]),
    );
    return Object.fromEntries([...known, ...(otherwise === undefined ? [] : [['answer', otherwise]])]);
  }
  return Object.fromEntries(
    options.flatMap(({ id, explain }) => {
      if (mode === 'order') return options.map((_, index) => [`${index + 1}=${id}`, explain]);
      if (mode === 'match') return targets.map((target) => [`${id}=${target.id}`, explain]);
      return [[id, explain]];
    }),
  );
}

/** Wrong answers that somebody may well give, each with what is told to it. */
export function wrongAnswers(question: Question): { given: string[]; explain: string | undefined }[] {
  const { mode, options, targets } = question;
  const right = rightAnswer(question);
  const told = explanations(question);
  if (mode === 'text') {
    const known = question.misses.map(({ accept, explain }) => ({ given: accept.slice(0, 1), explain }));
    return [...known, { given: ['something else entirely'], explain: told.answer }];
  }
  if (mode === 'choose') {
    return options.filter(({ correct }) => !correct).map(({ id, explain }) => ({ given: [id], explain }));
  }
  const first = (given: string[]) => {
    const members = membersOf(question, given);
    const wrong = members.find((member) => !membersOf(question, right).includes(member));
    return { given, explain: wrong === undefined ? undefined : told[wrong] };
  };
  if (mode === 'order') {
    // Each two neighbours the other way round.
    return right
      .slice(1)
      .map((id, index) => first(right.with(index, id).with(index + 1, right[index] ?? '')));
  }
  return options.flatMap(({ id, target }, index) => {
    const other = targets.find((candidate) => candidate.id !== target);
    return other ? [first(right.with(index, `${id}=${other.id}`))] : [];
  });
}

/** The options that stand wrong in an answer: chosen, placed or matched in vain. */
export function wrongOptions(question: Question, given: readonly string[]): string[] {
  if (question.mode === 'text') return [];
  if (question.mode === 'choose') return [...given];
  const right = rightAnswer(question);
  return given.filter((one, index) => one !== right[index]).map((one) => one.split('=')[0] ?? one);
}

/** The answer in the order in which it is kept; undefined for what is no answer to this question. */
function takenAs(question: Question, given: readonly string[]): string[] | undefined {
  const { mode, options, targets, multiple } = question;
  if (mode === 'text') {
    const text = given[0]?.trim().replace(/\s+/g, ' ') ?? '';
    return given.length === 1 && text !== '' && text.length <= LONGEST ? [text] : undefined;
  }
  if (mode === 'match') {
    const pairs = new Map(
      given.map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)]),
    );
    const known = options.every(({ id }) => targets.some((target) => target.id === pairs.get(id)));
    if (!known || given.length !== options.length || pairs.size !== options.length) return undefined;
    return options.map(({ id }) => `${id}=${pairs.get(id)}`);
  }
  const chosen = options.filter(({ id }) => given.includes(id)).map(({ id }) => id);
  if (chosen.length !== new Set(given).size || chosen.length !== given.length) return undefined;
  if (mode === 'order') return chosen.length === options.length ? [...given] : undefined;
  return chosen.length === 0 || (chosen.length > 1 && !multiple) ? undefined : chosen;
}

function membersOf(question: Question, given: readonly string[]): string[] {
  if (question.mode === 'order') return given.map((id, index) => `${index + 1}=${id}`);
  if (question.mode === 'text') return given.map((text) => normalised(question, text));
  return [...given];
}

/** Quotation marks, a full stop at the end and, unless they matter, capitals make no difference. */
function normalised({ exact }: Pick<Question, 'exact'>, text: string): string {
  const bare = text
    .normalize('NFKC')
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^["'`“”‘’]+|["'`“”‘’.]+$/g, '');
  return exact ? bare : bare.toLowerCase();
}
