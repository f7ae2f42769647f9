import { lexer, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode, useMemo } from 'react';
import { Code } from '../Code';
import { bounded, decodeEntities, safeImage, safeLink } from './safe';
import classes from './Markdown.module.css';

/** Deeper nesting than this is shown as it was written. */
const maxDepth = 24;

type Render = (tokens: readonly Token[] | undefined, depth: number) => ReactNode;

const render: Render = (tokens, depth) =>
  tokens?.map((token, index) => <Fragment key={index}>{depth > maxDepth ? token.raw : nodeOf(token, depth)}</Fragment>);

/** A token of the parser as a React node. What is not known here, HTML above all, is shown as the text it is. */
function nodeOf(token: Token, depth: number): ReactNode {
  const inner = () => render('tokens' in token ? token.tokens : undefined, depth + 1);
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'paragraph':
      return <p>{inner()}</p>;
    case 'heading':
      return headingOf(token as Tokens.Heading, inner());
    case 'blockquote':
      return <blockquote>{inner()}</blockquote>;
    case 'list':
      return listOf(token as Tokens.List, depth);
    case 'table':
      return tableOf(token as Tokens.Table, depth);
    case 'code':
      return <Code text={(token as Tokens.Code).text} />;
    case 'hr':
      return <hr />;
    case 'br':
      return <br />;
    case 'strong':
      return <strong>{inner()}</strong>;
    case 'em':
      return <em>{inner()}</em>;
    case 'del':
      return <del>{inner()}</del>;
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>;
    case 'link':
      return linkOf(token as Tokens.Link, inner());
    case 'image':
      return imageOf(token as Tokens.Image);
    case 'escape':
      return (token as Tokens.Escape).text;
    case 'checkbox':
      return <input type="checkbox" checked={(token as Tokens.Checkbox).checked} readOnly disabled aria-label="Done" />;
    case 'text':
      return 'tokens' in token && token.tokens !== undefined ? inner() : decodeEntities((token as Tokens.Text).text);
    default:
      return token.raw;
  }
}

/** Headings of a note lie below the page's own, which are h1 and h2. */
function headingOf({ depth }: Tokens.Heading, inner: ReactNode): ReactNode {
  if (depth === 1) return <h3>{inner}</h3>;
  if (depth === 2) return <h4>{inner}</h4>;
  return depth === 3 ? <h5>{inner}</h5> : <h6>{inner}</h6>;
}

function listOf(list: Tokens.List, depth: number): ReactNode {
  const items = list.items.map((item, index) => <li key={index}>{render(item.tokens, depth + 1)}</li>);
  return list.ordered ? <ol start={list.start === '' ? 1 : list.start}>{items}</ol> : <ul>{items}</ul>;
}

function tableOf(table: Tokens.Table, depth: number): ReactNode {
  return (
    <div className={classes.table} tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              <th key={index} scope="col" data-align={cell.align ?? undefined}>
                {render(cell.tokens, depth + 1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, place) => (
                <td key={place} data-align={cell.align ?? undefined}>
                  {render(cell.tokens, depth + 1)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function linkOf({ href }: Tokens.Link, inner: ReactNode): ReactNode {
  const link = safeLink(decodeEntities(href));
  if (link === null) return <span>{inner}</span>;
  return (
    <a href={link} rel="noopener noreferrer nofollow" target="_blank">
      {inner}
    </a>
  );
}

function imageOf({ href, text }: Tokens.Image): ReactNode {
  const image = safeImage(decodeEntities(href));
  if (image !== null) return <img src={image} alt={text} loading="lazy" />;
  return <span className={classes.missing}>[picture: {text === '' ? 'without a name' : text}]</span>;
}

export default function Rendered({ text }: { text: string }) {
  const made = useMemo(() => {
    const { text: head, cut } = bounded(text);
    return { nodes: render(lexer(head), 0), cut };
  }, [text]);
  return (
    <div className={classes.markdown} dir="auto">
      {made.nodes}
      {made.cut && (
        <>
          <p>This text is longer than is shown as Markdown. All of it:</p>
          <Code text={text} wrap />
        </>
      )}
    </div>
  );
}
