import { Button, Menu } from '@mantine/core';
import { Copy, Download, FileDown, FileKey } from 'lucide-react';
import { useState } from 'react';
import type { MethodOutput } from '../../src-main/contract/methods.ts';
import { asPublicError } from '../client/public-error.ts';
import { gatehouse } from '../store/sandbox.ts';
import { useSelection } from '../store/selection.ts';
import { announce, notify } from '../store/ui.ts';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { OverlayHold } from '../ui/OverlayHold.tsx';
import classes from './ExportMenu.module.css';

function save(file: MethodOutput<'traces.export'>): void {
  const address = URL.createObjectURL(new Blob([file.text], { type: file.type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(address);
  announce(`Saved ${file.name}.`);
}

async function tell(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (thrown) {
    notify({ tone: 'error', error: asPublicError(thrown) });
  }
}

/** Takes the selected flow out of the product: as a HAR file, or as a curl command. */
export function ExportMenu() {
  const flow = useSelection((state) => state.flow);
  const span = useSelection((state) => state.span);
  const [asking, setAsking] = useState(false);

  const saveHar = (secrets: 'redacted' | 'included') =>
    tell(async () => {
      if (flow) save(await gatehouse().call('traces.export', { flow, format: 'har', secrets }));
    });
  const copyCurl = () =>
    tell(async () => {
      if (!flow) return;
      const file = await gatehouse().call('traces.export', { flow, format: 'curl', span });
      await navigator.clipboard.writeText(file.text);
      notify({
        tone: 'done',
        text: `Copied ${span ? 'the selected hop' : 'every hop of the flow'} as curl, with secrets redacted.`,
      });
    });

  return (
    <>
      <Menu width={290} withinPortal={false}>
        <Menu.Target>
          <Button
            className={classes.target}
            color="gray"
            disabled={!flow}
            leftSection={<Download aria-hidden size={15} />}
            title={flow ? undefined : 'There is no flow to export yet'}
            variant="subtle"
          >
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <OverlayHold />
          <Menu.Item leftSection={<FileDown aria-hidden size={16} />} onClick={() => saveHar('redacted')}>
            Save the flow as HAR
          </Menu.Item>
          <Menu.Item leftSection={<Copy aria-hidden size={16} />} onClick={copyCurl}>
            {span ? 'Copy the selected hop as curl' : 'Copy the flow as curl'}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<FileKey aria-hidden size={16} />} onClick={() => setAsking(true)}>
            Save as HAR, secrets included…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Dialog onClose={() => setAsking(false)} opened={asking} title="Save with secrets included?">
        <p>
          The file will hold passwords, codes and tokens of this flow in plain text. They belong to this
          sandbox alone, but whoever has the file can use them while it runs.
        </p>
        <DialogButtons>
          <Button onClick={() => setAsking(false)}>Cancel</Button>
          <Button
            onClick={() => {
              setAsking(false);
              void saveHar('included');
            }}
            variant="filled"
          >
            Save with secrets
          </Button>
        </DialogButtons>
      </Dialog>
    </>
  );
}
