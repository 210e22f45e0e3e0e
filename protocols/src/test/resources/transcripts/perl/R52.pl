# A paused watcher keeps its session and the kernel alive.
use lib '.'; use T; use N; use POE;
my($a,$b)=spair(); syswrite $b,'x';
S('A',{ _start=>sub{
  $_[KERNEL]->select_read($a,'rd');
  L('pause ->',$_[KERNEL]->select_pause_read($a));
  undef },
 rd=>sub{ L('A.rd'); $_[KERNEL]->select_read($a) },
 resume=>sub{ L('resume ->',$_[KERNEL]->select_resume_read($a),'write',$_[KERNEL]->select_resume_write($a)) } });
S('Named',{ _start=>sub{ $_[KERNEL]->alias_set('named'); $_[KERNEL]->sig(IDLE=>'idle') }, idle=>sub{ L('IDLE') } });
S('B',{ _start=>sub{ $_[KERNEL]->delay(x=>0.05) }, x=>sub{ $_[KERNEL]->post(1,'resume') } });
POE::Kernel->run; L('run returned');
