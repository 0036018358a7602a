import './ui/theme/styles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { prepare } from './app/Boot.tsx';
import { shareStyleNonce } from './app/style-nonce.ts';

shareStyleNonce();
prepare();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <App root={root} />
  </StrictMode>,
);
