import { Button } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { asPublicError } from '../client/public-error.ts';
import { announce, gatehouse } from '../store/index.ts';
import { notify } from '../store/ui.ts';

const SHOWN_MS = 1600;

/** Copies a hop as a curl command; secrets stay handles. */
export function CopyCurl({ flow, span }: { flow: string; span: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      const { text } = await gatehouse().call('traces.export', { flow, span, format: 'curl' });
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce('Copied the hop as curl, with its secrets redacted.');
    } catch (thrown) {
      notify({ tone: 'error', error: asPublicError(thrown) });
    }
  };
  return (
    <Button
      leftSection={copied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
      onClick={copy}
    >
      {copied ? 'Copied, secrets redacted' : 'Copy as curl'}
    </Button>
  );
}
