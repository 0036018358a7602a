import { Menu } from '@mantine/core';
import { Copy, Eye, EyeOff, Ticket } from 'lucide-react';
import { useState } from 'react';
import { SECRET_HANDLE_PATTERN } from '../../src-main/contract/secret-handles.ts';
import { handleKind } from '../../src-main/trace/views/secrets.ts';
import { asPublicError } from '../client/public-error.ts';
import { announce, gatehouse } from '../store/index.ts';
import { notify } from '../store/ui.ts';
import { OverlayHold } from '../ui/OverlayHold.tsx';
import { openToken } from './detail.ts';
import classes from './SecretText.module.css';

const TOKENS = new Set(['access_token', 'id_token', 'refresh_token', 'token']);

/** Text of the log in which each handle is a button: it can be shown, copied, or opened as a token. */
export function SecretText({ text }: { text: string }) {
  const pieces: { text: string; secret: boolean; at: number }[] = [];
  let at = 0;
  for (const match of text.matchAll(SECRET_HANDLE_PATTERN)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), secret: false, at });
    pieces.push({ text: match[0], secret: true, at: match.index });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), secret: false, at });
  return pieces.map((piece) =>
    piece.secret ? (
      <Secret handle={piece.text} key={`${piece.at} ${piece.text}`} />
    ) : (
      <span key={piece.at}>{piece.text}</span>
    ),
  );
}

function Secret({ handle }: { handle: string }) {
  const [value, setValue] = useState<string>();
  const kind = handleKind(handle) ?? 'secret';
  const name = kind.replaceAll('_', ' ');

  const reveal = async (): Promise<string | undefined> => {
    try {
      const answer = await gatehouse().call('secrets.reveal', { handle });
      if (answer.value !== null) return answer.value;
      notify({
        tone: 'error',
        error: {
          code: 'secrets.not-kept',
          what: `This ${name} cannot be shown.`,
          why: answer.note ?? 'The sandbox keeps no secrets of this kind, not even for you.',
          next: 'Two places with the same handle carried the same secret; that is all there is to know.',
        },
      });
    } catch (thrown) {
      notify({ tone: 'error', error: asPublicError(thrown) });
    }
    return undefined;
  };
  const copy = async () => {
    const revealed = await reveal();
    if (revealed === undefined) return;
    try {
      await navigator.clipboard.writeText(revealed);
      announce(`Copied the ${name}.`);
    } catch (thrown) {
      notify({ tone: 'error', error: asPublicError(thrown) });
    }
  };

  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <button className={classes.secret} type="button">
            {name} <span className={classes.id}>{handle.slice(-17, -11)}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <OverlayHold />
          {TOKENS.has(kind) && (
            <Menu.Item leftSection={<Ticket aria-hidden size={15} />} onClick={() => openToken(handle)}>
              Open in the token inspector
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={
              value === undefined ? <Eye aria-hidden size={15} /> : <EyeOff aria-hidden size={15} />
            }
            onClick={async () => setValue(value === undefined ? await reveal() : undefined)}
          >
            {value === undefined ? 'Show its value here' : 'Hide its value'}
          </Menu.Item>
          <Menu.Item leftSection={<Copy aria-hidden size={15} />} onClick={copy}>
            Copy its value
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {value !== undefined && <span className={classes.value}> {value}</span>}
    </>
  );
}
