import { Button, Menu, Radio } from '@mantine/core';
import { Copy, Download, FileDown, FileKey } from 'lucide-react';
import { useState } from 'react';
import type { MethodInput, MethodOutput } from '../../src-main/contract/methods.ts';
import { asPublicError } from '../client/public-error.ts';
import { gatehouse } from '../store/sandbox.ts';
import { useSelection } from '../store/selection.ts';
import { notify } from '../store/ui.ts';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { OverlayHold } from '../ui/OverlayHold.tsx';
import { saveFile } from '../ui/save-file.ts';
import classes from './ExportMenu.module.css';

type Format = MethodInput<'traces.export'>['format'];

/** What the whole flow can be saved as, and by what it is read. */
const FILES: readonly { format: Format; name: string; reader: string; secrets: boolean }[] = [
  { format: 'har', name: 'HAR', reader: 'browser tools, HTTP Toolkit, Charles', secrets: true },
  { format: 'otlp', name: 'OTLP JSON', reader: 'OpenTelemetry collectors, Jaeger', secrets: true },
  { format: 'curl', name: 'curl script', reader: 'any POSIX shell', secrets: true },
  { format: 'mermaid', name: 'Mermaid diagram', reader: 'Markdown pages, wikis', secrets: false },
];

const save = (file: MethodOutput<'traces.export'>): void => saveFile(file.name, file.text, file.type);

async function tell(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (thrown) {
    notify({ tone: 'error', error: asPublicError(thrown) });
  }
}

/** Takes the selected flow out of the product: as a file for other tools, or as a curl command. */
export function ExportMenu() {
  const flow = useSelection((state) => state.flow);
  const span = useSelection((state) => state.span);
  const [asking, setAsking] = useState(false);

  const saveAs = (format: Format, secrets: 'redacted' | 'included' = 'redacted') =>
    tell(async () => {
      if (flow) save(await gatehouse().call('traces.export', { flow, format, secrets }));
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
          {FILES.map(({ format, name, reader }) => (
            <Menu.Item
              key={format}
              leftSection={<FileDown aria-hidden size={16} />}
              onClick={() => saveAs(format)}
              title={`For ${reader}. Secrets are redacted.`}
            >
              Save the flow as {name}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<Copy aria-hidden size={16} />} onClick={copyCurl}>
            {span ? 'Copy the selected hop as curl' : 'Copy the flow as curl'}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<FileKey aria-hidden size={16} />} onClick={() => setAsking(true)}>
            Save with secrets included…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SecretsDialog
        onClose={() => setAsking(false)}
        onSave={(format) => {
          setAsking(false);
          void saveAs(format, 'included');
        }}
        opened={asking}
      />
    </>
  );
}

function SecretsDialog({
  opened,
  onClose,
  onSave,
}: {
  opened: boolean;
  onClose: () => void;
  onSave: (format: Format) => void;
}) {
  const [format, setFormat] = useState<Format>('har');
  return (
    <Dialog onClose={onClose} opened={opened} title="Save with secrets included?">
      <p>
        The file will hold the codes, tokens and cookies of this flow in plain text. They belong to this
        sandbox alone, but whoever has the file can use them while it runs. Passwords and client secrets are
        never kept, so they are not in it.
      </p>
      <Radio.Group
        className={classes.formats}
        label="Save the flow as"
        onChange={(value) => setFormat(value as Format)}
        value={format}
      >
        {FILES.filter(({ secrets }) => secrets).map(({ format: each, name, reader }) => (
          <Radio description={`For ${reader}.`} key={each} label={name} value={each} />
        ))}
      </Radio.Group>
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button onClick={() => onSave(format)} variant="filled">
          Save with secrets
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
