export { TracesScreen } from './TracesScreen.tsx';
