import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Rule } from '@/api/notifications';
import { RuleForm } from './RuleForm';

/** Creates a rule, or edits one that was put. */
export function RuleDialog({ rule }: { rule?: Rule }) {
  const [opened, { open, close }] = useDisclosure(false);
  const isNew = rule === undefined;
  return (
    <>
      <Button {...(isNew ? { variant: 'filled' } : {})} onClick={open}>
        {isNew ? 'New rule' : 'Edit'}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        size="lg"
        title={isNew ? 'New rule' : 'Edit the rule'}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <RuleForm rule={rule} onClose={close} />
      </Modal>
    </>
  );
}
