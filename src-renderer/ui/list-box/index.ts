/** The frame around a list: its head, its filters, and the words of its rows. */
export { default as listClasses } from './ListBox.module.css';
export { ComingRow, ListBox, ListRow } from './ListBox.tsx';
