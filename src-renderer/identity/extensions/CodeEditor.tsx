import { javascript } from '@codemirror/lang-javascript';
import { useMemo } from 'react';
import type { ScriptProblem } from '../../../src-main/contract/extensions.ts';
import { CodeEditor as Editor } from '../../ui/code-editor/CodeEditor.tsx';

const LANGUAGE = javascript();

/** An editor for JavaScript. A problem without a place stands at the beginning. */
export function CodeEditor({
  label,
  value,
  problems,
  onChange,
}: {
  label: string;
  value: string;
  problems: readonly ScriptProblem[];
  onChange: (value: string) => void;
}) {
  const placed = useMemo(
    () => problems.map(({ message, line, column }) => ({ message, line: line ?? 1, column: column ?? 1 })),
    [problems],
  );
  return <Editor label={label} language={LANGUAGE} onChange={onChange} problems={placed} value={value} />;
}
