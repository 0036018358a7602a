import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The colours of a language’s parts: those of the product, in light and in dark. */
export const EDITOR_COLOURS = HighlightStyle.define([
  {
    tag: [tags.definition(tags.propertyName), tags.propertyName, tags.function(tags.variableName)],
    color: 'var(--gh-actor-client)',
  },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--gh-actor-idp)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--gh-allowed)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--gh-challenged)' },
  { tag: [tags.lineComment, tags.blockComment, tags.comment], color: 'var(--gh-muted)', fontStyle: 'italic' },
]);

/** How an editor looks. */
export const EDITOR_LOOK = EditorView.theme({
  '&': {
    backgroundColor: 'var(--gh-panel)',
    color: 'var(--gh-ink)',
    fontSize: 'var(--gh-size-1)',
    height: '100%',
  },
  '&.cm-focused': { outline: '2px solid var(--gh-accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--gh-mono)', fontFeatureSettings: '"calt" 0', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--gh-ink)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--gh-ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--gh-panel)',
    color: 'var(--gh-muted)',
    borderRight: '1px solid var(--gh-line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--gh-soft)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--gh-accent-soft)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--gh-panel)',
    color: 'var(--gh-ink)',
    border: '1px solid var(--gh-line)',
    borderRadius: 'var(--gh-radius-1)',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--gh-denied)', fontFamily: 'var(--gh-font)' },
});
