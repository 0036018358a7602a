export { TokenView } from './TokenView.tsx';
