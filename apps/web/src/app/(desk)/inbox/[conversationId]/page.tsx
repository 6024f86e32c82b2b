import { ConversationScreen } from '../../../../features/conversations/conversation-screen.tsx';

export default async function ConversationPage({ params }: { params: Promise<{ conversationId: string }> }) {
  const { conversationId } = await params;
  return <ConversationScreen key={conversationId} conversationId={conversationId} />;
}
