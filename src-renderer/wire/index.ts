export { Wire } from './Wire.tsx';
