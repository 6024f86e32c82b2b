import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useErrorText } from '../session/use-error-text.ts';

/** How a form of settings ends: why it could not be saved, and the button that saves, or for whoever may not, whom to ask. */
export function FormFoot(props: {
  failure: unknown;
  mayChange: boolean;
  isBusy: boolean;
  isChanged: boolean;
  texts: { save: string; readOnly: string };
}) {
  const errorText = useErrorText();
  return (
    <>
      {props.failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(props.failure)}
        </Notice>
      )}
      {props.mayChange ? (
        <Button
          type="submit"
          look="primary"
          busy={props.isBusy}
          disabled={!props.isChanged}
          className="justify-self-start"
        >
          {props.texts.save}
        </Button>
      ) : (
        <p className="text-quiet">{props.texts.readOnly}</p>
      )}
    </>
  );
}
