/*
 * Makes random calls about memory in a window of addresses, many of which fail half-way, and then
 * writes what the kernel has mapped there, from /proc/self/smaps, to NAME.PID.smaps.
 *
 *   random-calls SEED CALLS KINDS NAME FORKS
 *
 * KINDS is how many kinds of calls there are to choose from: 20 for those that every strace can
 * name, 26 with mseal. FORKS of 1 lets about two children go on with calls of their own.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <unistd.h>
#include <fcntl.h>
#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sys/shm.h>
#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif
#define BASE 0x10000000000UL
#define P 4096UL
#define N 48
static unsigned long long s;
static unsigned rnd(unsigned n){ s^=s<<13; s^=s>>7; s^=s<<17; return (unsigned)((s>>11)%n); }
static unsigned long at(void){ return BASE + P*rnd(N); }
static unsigned long len(void){ return P*(1+rnd(rnd(3)?4:12)); }
static int prot(void){ static int p[]={0,1,3,3,3,1,5,7}; return p[rnd(8)]; }
static int fds[4], fdro;
static void touch(unsigned long a){ /* write via process_vm? use ptrace-free: write(2) to pipe would fault-in read; use read(2) into memory */
  unsigned char v[1]; if(mincore((void*)(a&~4095UL),P,v)) return; static int z=-1; if(z<0) z=open("/dev/zero",O_RDONLY);
  (void)!read(z,(void*)a,1);
}
static void dump(const char*name,unsigned long lo,unsigned long hi){
  FILE*f=fopen("/proc/self/smaps","r"); FILE*o=fopen(name,"w"); char line[1024]; int in=0;
  while(fgets(line,sizeof line,f)){
    unsigned long a,b; char pr[8];
    if(sscanf(line,"%lx-%lx %7s",&a,&b,pr)==3){ in = a<hi && b>lo; if(in) fprintf(o,"%lx-%lx %s",a,b,pr); }
    else if(in && !strncmp(line,"VmFlags:",8)) fprintf(o," %s",line+8);
  }
  fclose(o); fclose(f);
}
static void step(int allow){
  unsigned long a=at(), l=len(); int k=rnd(allow);
  switch(k){
  case 0: case 1: case 2: { int shared=rnd(6)==0; int fl=(shared?MAP_SHARED:MAP_PRIVATE)|MAP_ANONYMOUS|MAP_FIXED; if(rnd(12)==0) fl|=MAP_NORESERVE; if(rnd(15)==0) fl|=MAP_POPULATE; if(rnd(20)==0) fl|=MAP_LOCKED; if(rnd(20)==0) fl|=MAP_STACK; if(rnd(30)==0) fl|=MAP_GROWSDOWN; if(rnd(40)==0) fl=(fl&~3)|8; if (rnd(20)==0) { fl&=~MAP_FIXED; fl|=MAP_FIXED_NOREPLACE; }
    mmap((void*)a,l,prot(),fl,-1,0); break; }
  case 3: { int i=rnd(4); int shared=rnd(2); mmap((void*)a,l,prot(),(shared?MAP_SHARED:MAP_PRIVATE)|MAP_FIXED,fds[i],rnd(3)?(a-BASE):P*rnd(30)); break; }
  case 4: munmap((void*)a,l); break;
  case 5: case 6: case 7: mprotect((void*)a,l,prot()|(rnd(40)==0?0x01000000:0)); break;
  case 8: touch(a); touch(a+P*rnd(4)); break;
  case 9: { unsigned long b=at(); unsigned long l2= rnd(2)?l:len(); int fl=MREMAP_MAYMOVE|MREMAP_FIXED; int r=rnd(6); if(r==0){ fl|=MREMAP_DONTUNMAP; l2=l; } if(r==1) fl=0; syscall(SYS_mremap,a,l,l2,fl,b); break; }
  case 10: { static int ad[]={MADV_DONTFORK,MADV_DOFORK,MADV_SEQUENTIAL,MADV_RANDOM,MADV_NORMAL,MADV_DONTDUMP,MADV_DODUMP,MADV_WIPEONFORK,MADV_KEEPONFORK,MADV_DONTNEED,MADV_HUGEPAGE,MADV_NOHUGEPAGE,MADV_MERGEABLE,MADV_UNMERGEABLE,MADV_FREE,MADV_COLD,22,23,102,103,21,4}; madvise((void*)a,l,ad[rnd(22)]); break; }
  case 11: if(rnd(3)==0) munlock((void*)a,l); else if(rnd(2)) mlock((void*)(a+rnd(2)*100),l); else syscall(SYS_mlock2,a,l,rnd(3)); break;
  case 12: { static char nm[8]; if(rnd(3)) { strcpy(nm,"n0"); nm[1]='0'+rnd(3); prctl(0x53564d41,0,a,l,nm); } else prctl(0x53564d41,0,a,l,0); break; }
  case 13: { unsigned long mask=1; int m=rnd(4); syscall(SYS_mbind,a,l,m==0?0:m==1?2:m==2?1:3,m==0?0:&mask,m==0?0:64,0); break; }
  case 14: syscall(SYS_remap_file_pages,a,l,0,rnd(20),0); break;
  case 15: mmap((void*)a,l,3,MAP_SHARED|MAP_FIXED,fdro,0); break; /* EACCES */
  case 16: { mmap((void*)a,l,1,MAP_SHARED|MAP_FIXED,fdro,P*rnd(3)); break; }
  case 17: syscall(SYS_munmap,a+rnd(2)*7,rnd(4)?l:l+5); break;
  case 18: { int k=rnd(3)-1; syscall(SYS_pkey_mprotect,a,l,prot(),k==1?-1:k); break;}
  case 19: if(rnd(4)==0) { static int f[]={MCL_CURRENT,MCL_FUTURE,3,MCL_FUTURE|4,7,5}; if(rnd(2)) munlockall(); else mlockall(f[rnd(6)]); } break;
  case 20: syscall(462,a,P,0); break; /* mseal */
  case 21: { unsigned long b=at(); syscall(SYS_mremap,a,0,l,MREMAP_MAYMOVE|MREMAP_FIXED,b); break; }
  case 22: munmap((void*)a,P*30); break;
  case 23: mprotect((void*)a,P*30,prot()); break;
  case 24: mmap((void*)a,l,3,MAP_PRIVATE|MAP_FIXED,77,0); break; /* EBADF */
  case 25: { unsigned long b=at(); unsigned long n=P*(4+rnd(20)); syscall(SYS_mremap,a,n,n,MREMAP_MAYMOVE|MREMAP_FIXED|(rnd(4)==0?4:0),b); break; }
  }
}
int main(int c,char**v){
  s=strtoull(v[1],0,10)*2654435761u+88172645463325252ULL; int steps=atoi(v[2]); int allow=atoi(v[3]); const char*out=v[4]; int forks=c>5?atoi(v[5]):0;
  for(int i=0;i<50;i++) rnd(2);
  char file[300]; snprintf(file,sizeof file,"%s.file0",out); fds[0]=open(file,O_RDWR|O_CREAT,0600); fdro=open(file,O_RDONLY); ftruncate(fds[0],P*100);
  snprintf(file,sizeof file,"%s.file1",out); fds[1]=open(file,O_RDWR|O_CREAT,0600); ftruncate(fds[1],P*100);
  fds[2]=fds[0]; fds[3]=fds[1];
  mmap((void*)BASE,N*P,3,MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED,-1,0);
  for(int i=0;i<steps;i++) { step(allow);
    if(forks && rnd(steps/2)==0){ int p=syscall(SYS_fork); if(p==0){ for(int j=0;j<steps/3;j++) step(allow); char n[300]; snprintf(n,sizeof n,"%s.%d.smaps",out,getpid()); dump(n,BASE-(1<<24),BASE+(1UL<<30)); syscall(SYS_exit_group,0);} int st; waitpid(p,&st,0);} }
  char n[300]; snprintf(n,sizeof n,"%s.%d.smaps",out,getpid()); dump(n,BASE-(1<<24),BASE+(1UL<<30));
  return 0;
}
