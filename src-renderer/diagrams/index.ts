export { SequenceView } from './SequenceView.tsx';
export { WhyPanel } from './WhyPanel.tsx';
