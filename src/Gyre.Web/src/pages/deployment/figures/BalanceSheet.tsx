import type { UseQueryResult } from '@tanstack/react-query';
import type { Books } from '@/api/deployments';
import { cliOf, CopyAs, csharpOf, csText, curlOf, Icon, Meter, Query, Section } from '@/kit';
import classes from './figures.module.css';
import { balanceWords, type Sheet, sheetsOf } from './sheets';

/** Where all decisions and rewards are, as two sides that must add up. */
export function BalanceSheet({ name, books }: { name: string; books: UseQueryResult<Books> }) {
  return (
    <Section
      title="Books"
      actions={
        <CopyAs
          cli={cliOf('decisions books', [name])}
          curl={curlOf('GET', `/api/v1/deployments/${encodeURIComponent(name)}/books`)}
          csharp={csharpOf(`var books = await api.Deployments.BooksAsync(${csText(name)});`)}
        />
      }
    >
      <Query result={books}>{(data) => <Sheets books={data} />}</Query>
    </Section>
  );
}

function Sheets({ books }: { books: Books }) {
  const sheets = sheetsOf(books);
  const balanced = books.balance && sheets.every((sheet) => sheet.difference === 0);
  return (
    <>
      <p className={classes.balance} data-good={balanced || undefined} role="status">
        <Icon name={balanced ? 'check' : 'warn'} size={16} /> {balanceWords(books)}
      </p>
      <div className={classes.grid}>
        {sheets.map((sheet) => (
          <Side key={sheet.title} sheet={sheet} />
        ))}
      </div>
    </>
  );
}

function Side({ sheet }: { sheet: Sheet }) {
  const number = (value: number) => value.toLocaleString('en-US');
  return (
    <div className={classes.panel}>
      <table className={classes.sheet}>
        <caption>{sheet.title}</caption>
        <tbody>
          {sheet.lines.map(({ label, value, hint }) => (
            <tr key={label}>
              <th scope="row">
                {label} <small>{hint}</small>
              </th>
              <td className={classes.bar}>
                <Meter value={value} max={Math.max(1, sheet.total)} label={`${sheet.title}: ${label.toLowerCase()}`} />
              </td>
              <td>{number(value)}</td>
            </tr>
          ))}
          {sheet.difference !== 0 && (
            <tr data-wrong>
              <th scope="row">Not accounted for</th>
              <td className={classes.bar} />
              <td>{number(sheet.difference)}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All {sheet.title.toLowerCase()}</th>
            <td className={classes.bar} />
            <td>{number(sheet.total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
