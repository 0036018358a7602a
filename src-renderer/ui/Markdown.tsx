import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import classes from './Markdown.module.css';

const PLUGINS = [remarkGfm];

/**
 * Prose of a pack. HTML in it is shown as text, and a link is text too: a pack is data, and the window goes nowhere.
 */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={classes.prose}>
      <ReactMarkdown
        components={{
          a: ({ children, href }) => <span title={href}>{children}</span>,
          img: ({ alt }) => <span>{alt}</span>,
          h1: ({ children }) => <h3>{children}</h3>,
          h2: ({ children }) => <h3>{children}</h3>,
          h3: ({ children }) => <h4>{children}</h4>,
          table: ({ children }) => (
            <div className={classes.table}>
              <table>{children}</table>
            </div>
          ),
        }}
        remarkPlugins={PLUGINS}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
