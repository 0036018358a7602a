import { MantineProvider } from '@mantine/core';
import { cssVariablesResolver, theme } from '../ui/theme/index.ts';
import { Boot } from './Boot.tsx';
import { styleNonce } from './style-nonce.ts';
import { useColorScheme } from './use-color-scheme.ts';

/** The whole user interface. `root` is the element it lives in; its `data-app-state` says how far it is. */
export function App({ root }: { root: HTMLElement }) {
  const scheme = useColorScheme();
  return (
    <MantineProvider
      cssVariablesResolver={cssVariablesResolver}
      forceColorScheme={scheme}
      getStyleNonce={styleNonce}
      theme={theme}
    >
      <Boot root={root} />
    </MantineProvider>
  );
}
