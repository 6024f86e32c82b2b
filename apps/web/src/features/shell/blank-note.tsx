import { Note } from '@recado/ui/note';

/** The picture of empty pages: a note on which little is written. */
export function BlankNote({ text }: { text?: string }) {
  return (
    <div aria-hidden className="relative mb-2 h-20 w-36">
      <Note side="end" className="absolute top-0 right-0 h-12 w-24">
        <span />
      </Note>
      <div className="absolute bottom-0 left-0">
        <Note side="start" className="grid h-14 w-28 content-center gap-2 bg-note-in-fold/40">
          {text ? (
            <span className="tabular font-serif text-title">{text}</span>
          ) : (
            <>
              <span className="h-1 w-16 rounded-full bg-edge/50" />
              <span className="h-1 w-10 rounded-full bg-edge/50" />
            </>
          )}
        </Note>
      </div>
    </div>
  );
}
