import { Fragment } from 'react';

const link = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'])/g;

/** The words of a message as they were written, its web addresses made into links. */
export function MessageText({ text }: { text: string }) {
  return (
    <p className="whitespace-pre-wrap break-words [overflow-wrap:anywhere]">
      {text.split(link).map((part, at) =>
        at % 2 === 1 ? (
          <a
            key={at}
            href={part}
            target="_blank"
            rel="noreferrer noopener nofollow"
            className="text-brand underline underline-offset-2"
          >
            {part}
          </a>
        ) : (
          <Fragment key={at}>{part}</Fragment>
        ),
      )}
    </p>
  );
}
