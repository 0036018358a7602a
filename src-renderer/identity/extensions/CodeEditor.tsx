import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { ScriptProblem } from '../../../src-main/contract/extensions.ts';
import { styleNonce } from '../../app/style-nonce.ts';

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--gh-actor-idp)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--gh-allowed)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--gh-challenged)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--gh-muted)', fontStyle: 'italic' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName)],
    color: 'var(--gh-actor-client)',
  },
]);

const LOOK = EditorView.theme({
  '&': {
    backgroundColor: 'var(--gh-panel)',
    color: 'var(--gh-ink)',
    fontSize: 'var(--gh-size-2)',
    height: '100%',
  },
  '&.cm-focused': { outline: '2px solid var(--gh-accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--gh-mono)', fontVariantLigatures: 'none', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--gh-ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--gh-ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--gh-panel)',
    color: 'var(--gh-muted)',
    borderRight: '1px solid var(--gh-line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--gh-soft)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'var(--gh-accent-soft) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--gh-panel)',
    color: 'var(--gh-ink)',
    border: '1px solid var(--gh-line)',
  },
});

/** An editor for JavaScript. The Tab key indents; Escape, then Tab, leaves it. */
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
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ onChange, value, label });
  latest.current = { onChange, value, label };

  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
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
          javascript(),
          syntaxHighlighting(COLOURS),
          LOOK,
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ 'aria-label': latest.current.label, tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
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
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { doc } = editor.state;
    const found: Diagnostic[] = problems.map(({ message, line, column }) => {
      const at = doc.line(Math.min(Math.max(line ?? 1, 1), doc.lines));
      const from = Math.min(at.from + Math.max((column ?? 1) - 1, 0), at.to);
      return { from, to: Math.max(from, Math.min(from + 1, at.to)), severity: 'error', message };
    });
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [problems]);

  return <div ref={place} style={{ height: '100%', minHeight: 0 }} />;
}
