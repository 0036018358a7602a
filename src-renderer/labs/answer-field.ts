import type { QuestionState } from '../../src-main/contract/lab-questions.ts';

/** What the fields of all modes take: the question, and the answer so far as `labs.answer` takes it. */
export interface AnswerFieldProps {
  question: QuestionState;
  value: string[];
  onChange: (value: string[]) => void;
}
