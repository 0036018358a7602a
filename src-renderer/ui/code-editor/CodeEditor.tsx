import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorSelection, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { styleNonce } from '../../app/style-nonce.ts';
import { EDITOR_COLOURS, EDITOR_LOOK } from './look.ts';

/** Something that is wrong with the text. Lines and columns count from 1. */
export interface CodeProblem {
  line: number;
  column: number;
  message: string;
}

/**
 * An editor for text in a language, as large as its place. Tab indents; Escape and then Tab leaves it. `line` brings a
 * line into sight whenever it changes.
 */
export function CodeEditor({
  label,
  language,
  value,
  problems,
  line,
  onChange,
  onLine,
}: {
  label: string;
  /** Taken once, when the editor is made. */
  language: Extension;
  value: string;
  problems: readonly CodeProblem[];
  line?: number | undefined;
  onChange: (value: string) => void;
  /** The person has moved the cursor to another line. */
  onLine?: (line: number) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ onChange, onLine, value, label, language });
  latest.current = { onChange, onLine, value, label, language };

  useEffect(() => {
    const parent = place.current;
    if (!parent) return undefined;
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          latest.current.language,
          syntaxHighlighting(EDITOR_COLOURS),
          EDITOR_LOOK,
          keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ 'aria-label': latest.current.label, tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
            if (update.selectionSet && update.view.hasFocus)
              latest.current.onLine?.(update.state.doc.lineAt(update.state.selection.main.head).number);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    const { from, to, insert } = difference(editor.state.doc.toString(), value);
    editor.dispatch({ changes: { from, to, insert } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { doc } = editor.state;
    const found = problems.map((problem): Diagnostic => {
      const at = doc.line(Math.min(Math.max(problem.line, 1), doc.lines));
      const from = Math.min(at.from + Math.max(problem.column - 1, 0), at.to);
      return { from, to: Math.max(from, at.to), severity: 'error', message: problem.message };
    });
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [problems]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || line === undefined || editor.hasFocus) return;
    const at = editor.state.doc.line(Math.min(Math.max(line, 1), editor.state.doc.lines));
    editor.dispatch({
      selection: EditorSelection.cursor(at.from),
      effects: EditorView.scrollIntoView(at.from, { y: 'center' }),
    });
  }, [line]);

  return <div ref={place} style={{ height: '100%', minHeight: 0, minWidth: 0 }} />;
}

/** What has changed from one text to another, so that the cursor and the history stay where nothing did. */
function difference(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let end = 0;
  while (
    end < before.length - from &&
    end < after.length - from &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}
