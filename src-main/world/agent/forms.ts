import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** A form of a page, as far as a person without script can use it. */
export interface Form {
  /** Absolute address. */
  action: string;
  method: 'GET' | 'POST';
  /** Fields with the values that they have on the page, in order. */
  fields: { name: string; value: string; type: string }[];
  /** Buttons that send the form; one without a name sends nothing of its own. */
  buttons: { name: string; value: string; label: string }[];
}

/** What can be read of a page without a screen. */
export interface PageContent {
  title: string;
  forms: Form[];
  /** Texts that were marked as alerts (WAI-ARIA `role="alert"`). */
  alerts: string[];
  /** First heading. */
  heading: string;
  /** Heading of the first part that tells of news (WAI-ARIA `role="status"` or `alert`). */
  news: string | undefined;
  /** Absolute addresses of links, in order. */
  links: string[];
  /** Terms of description lists with what stands beside them. */
  facts: ReadonlyMap<string, string>;
}

/** Reads a page as a browser's parser does. `base` is the address of the page. */
export function readPage(html: string, base: string): PageContent {
  const elements = [...descend(parse(html))];
  const named = (name: string) => elements.filter((element) => element.tagName === name);
  const facts = new Map<string, string>();
  const values = named('dd');
  named('dt').forEach((term, index) => {
    const value = values[index];
    if (value) facts.set(textOf(term), textOf(value));
  });
  return {
    title: textOf(named('title')[0]),
    forms: named('form').map((form) => readForm(form, base)),
    alerts: elements.filter((element) => attribute(element, 'role') === 'alert').map(textOf),
    heading: textOf(named('h1')[0] ?? named('h2')[0]),
    news: newsOf(elements),
    links: named('a').flatMap((link) => {
      const href = attribute(link, 'href');
      return href === undefined ? [] : [new URL(href, base).href];
    }),
    facts,
  };
}

function newsOf(elements: readonly Element[]): string | undefined {
  const news = elements.find((element) => ['status', 'alert'].includes(attribute(element, 'role') ?? ''));
  const heading = news && [...descend(news)].find((element) => element.tagName === 'h2');
  return heading && textOf(heading);
}

function readForm(form: Element, base: string): Form {
  const inside = [...descend(form)];
  const buttons = inside.filter(
    (element) => element.tagName === 'button' && (attribute(element, 'type') ?? 'submit') === 'submit',
  );
  const fields = inside.filter((element) => element.tagName === 'input' || element.tagName === 'textarea');
  return {
    action: new URL(attribute(form, 'action') ?? '', base).href,
    method: attribute(form, 'method')?.toUpperCase() === 'POST' ? 'POST' : 'GET',
    fields: fields.flatMap((field) => {
      const name = attribute(field, 'name');
      const type = attribute(field, 'type') ?? 'text';
      if (name === undefined) return [];
      return [{ name, type, value: attribute(field, 'value') ?? '' }];
    }),
    buttons: buttons.map((button) => ({
      name: attribute(button, 'name') ?? '',
      value: attribute(button, 'value') ?? '',
      label: textOf(button),
    })),
  };
}

function* descend(node: Node): Generator<Element> {
  if ('tagName' in node) yield node;
  if (!('childNodes' in node)) return;
  for (const child of node.childNodes) yield* descend(child);
}

function textOf(node: Node | undefined): string {
  const pieces: string[] = [];
  const collect = (part: Node) => {
    // Signs for the eye alone, which a screen reader does not say either.
    if ('attrs' in part && attribute(part, 'aria-hidden') === 'true') return;
    if (part.nodeName === '#text' && 'value' in part) pieces.push(part.value);
    if ('childNodes' in part) part.childNodes.forEach(collect);
  };
  if (node) collect(node);
  return pieces.join('').replace(/\s+/g, ' ').trim();
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value;
}
