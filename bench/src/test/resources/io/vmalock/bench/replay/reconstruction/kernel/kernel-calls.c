/*
 * Programs of a few calls about memory each, most of which the kernel leaves half done or in which
 * it parts and joins areas. At the end the program writes what the kernel has mapped around
 * 0x10000000000, from /proc/self/smaps, to NAME.PID.smaps; without NAME it prints that.
 *
 *   kernel-calls PROGRAM [NAME]
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/mempolicy.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define P 4096UL
#define BASE ((char *) 0x10000000000UL)
#define GUARD 102
#define UNGUARD 103

static const int RW = PROT_READ | PROT_WRITE;
static const char *output;

static void *map(char *start, long length, int protection)
{
    return mmap(start, length, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

/* Prints a result; without stdio, which would map memory of its own. */
static void say(const char *call, long result)
{
    char line[200];
    int n = snprintf(line, sizeof line, "%s = %ld %s\n", call, result,
                     result == -1 ? strerror(errno) : "");
    write(1, line, n);
}

static void seal(char *start, long length)
{
    say("mseal", syscall(462, start, length, 0));
}

/* Writes the areas of the window, each with its flags, on one line. */
static void show(void)
{
    static char text[60000];
    int n = 0, inside = 0;
    char line[500];
    FILE *smaps = fopen("/proc/self/smaps", "r");
    while (fgets(line, sizeof line, smaps)) {
        unsigned long start, end;
        char access[9];
        if (line[0] != 'V' && sscanf(line, "%lx-%lx %8s", &start, &end, access) == 3) {
            inside = start >= 0xff00000000UL && start < 0x20000000000UL;
            if (inside)
                n += sprintf(text + n, "%lx-%lx %s", start, end, access);
        } else if (inside && !strncmp(line, "VmFlags:", 8))
            n += sprintf(text + n, " %s", line + 9);
    }
    fclose(smaps);
    int out = 1;
    if (output) {
        char name[300];
        snprintf(name, sizeof name, "%s.%d.smaps", output, getpid());
        out = open(name, O_CREAT | O_WRONLY | O_TRUNC, 0666);
    }
    write(out, text, n);
}

#define is(x) (!strcmp(c, x))

int main(int argc, char **argv)
{
    const char *c = argc > 1 ? argv[1] : "";
    char *a = BASE;
    output = argc > 2 ? argv[2] : NULL;
    if (is("madv-eperm")) {
        map(a, 8 * P, RW);
        mprotect(a + 4 * P, P, PROT_READ);
        seal(a + 4 * P, P);
        say("dontfork", madvise(a, 8 * P, MADV_DONTFORK));
    }
    if (is("madv-eperm-wipe")) {
        map(a, 8 * P, RW);
        mprotect(a + 4 * P, P, PROT_READ);
        seal(a + 4 * P, P);
        say("wipe", madvise(a, 8 * P, MADV_WIPEONFORK));
        say("dontdump", madvise(a + P, 6 * P, MADV_DONTDUMP));
    }
    if (is("madv-eperm-rw")) {
        map(a, 8 * P, RW);
        seal(a + 4 * P, P);
        say("dontfork", madvise(a, 8 * P, MADV_DONTFORK));
    }
    if (is("madv-eperm-gap")) {
        map(a, 8 * P, RW);
        munmap(a + 2 * P, P);
        mprotect(a + 4 * P, P, PROT_READ);
        seal(a + 4 * P, P);
        say("dontfork", madvise(a, 8 * P, MADV_DONTFORK));
    }
    if (is("madv-eperm-file")) {
        int f = open("/etc/passwd", O_RDONLY);
        map(a, 8 * P, RW);
        mmap(a + 2 * P, P, PROT_READ, MAP_PRIVATE | MAP_FIXED, f, 0);
        mprotect(a + 4 * P, P, PROT_READ);
        seal(a + 2 * P, 3 * P);
        say("dontfork", madvise(a, 8 * P, MADV_DONTFORK));
    }
    if (is("guard-einval")) {
        map(a, 8 * P, RW);
        mlock(a + 4 * P, P);
        say("guard", madvise(a, 8 * P, GUARD));
        say("mlock", mlock(a, 2 * P));
        say("mlock", mlock(a + 5 * P, 2 * P));
        munlock(a, 8 * P);
    }
    if (is("wipe-einval")) {
        map(a, 8 * P, RW);
        mmap(a + 4 * P, P, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        say("wipe", madvise(a, 8 * P, MADV_WIPEONFORK));
    }
    if (is("keep-einval")) {
        map(a, 8 * P, RW);
        madvise(a, 8 * P, MADV_WIPEONFORK);
        say("droppable", (long) mmap(a + 4 * P, P, RW, 0x8 | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
        say("keep", madvise(a, 8 * P, MADV_KEEPONFORK));
    }
    if (is("dodump-einval")) {
        map(a, 8 * P, RW);
        madvise(a, 8 * P, MADV_DONTDUMP);
        mmap(a + 4 * P, P, RW, 0x8 | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        say("dodump", madvise(a, 8 * P, MADV_DODUMP));
    }
    if (is("fixed-rlimit")) {
        map(a, 8 * P, RW);
        struct rlimit r;
        getrlimit(RLIMIT_AS, &r);
        r.rlim_cur = 64 << 20;
        setrlimit(RLIMIT_AS, &r);
        say("mmap",
            (long) mmap(a + 2 * P, 1UL << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
                        -1, 0));
    }
    if (is("fixed-rlimit2")) {
        map(a, 8 * P, RW);
        map(a + (1UL << 30), 8 * P, RW);
        struct rlimit r;
        getrlimit(RLIMIT_AS, &r);
        r.rlim_cur = 64 << 20;
        setrlimit(RLIMIT_AS, &r);
        say("mmap",
            (long) mmap(a + 2 * P, 1UL << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
                        -1, 0));
    }
    if (is("shmdt-over")) {
        int id = shmget(IPC_PRIVATE, 8 * P, IPC_CREAT | 0600);
        say("shmat", (long) shmat(id, a, 0));
        map(a + 2 * P, 2 * P, PROT_READ);
        munmap(a + 5 * P, P);
        say("shmdt", shmdt(a));
        shmctl(id, IPC_RMID, 0);
    }
    if (is("shmdt-moved")) {
        int id = shmget(IPC_PRIVATE, 8 * P, IPC_CREAT | 0600);
        shmat(id, a, 0);
        say("mremap", (long) mremap(a, 8 * P, 8 * P, 3, a + 32 * P));
        mprotect(a + 33 * P, P, PROT_READ);
        say("shmdt", shmdt(a + 32 * P));
        shmctl(id, IPC_RMID, 0);
    }
    if (is("shmdt-half")) {
        int id = shmget(IPC_PRIVATE, 8 * P, IPC_CREAT | 0600);
        shmat(id, a, 0);
        say("mremap", (long) mremap(a + 4 * P, 4 * P, 4 * P, 3, a + 32 * P));
        say("shmdt", shmdt(a));
        shmctl(id, IPC_RMID, 0);
    }
    if (is("shmdt-front")) {
        int id = shmget(IPC_PRIVATE, 8 * P, IPC_CREAT | 0600);
        shmat(id, a, 0);
        munmap(a, 2 * P);
        map(a, P, RW);
        say("shmdt", shmdt(a));
        shmctl(id, IPC_RMID, 0);
    }
    if (is("shm-twice")) {
        int id = shmget(IPC_PRIVATE, 4 * P, IPC_CREAT | 0600);
        shmat(id, a, 0);
        shmat(id, a + 4 * P, 0);
        shmat(id, a + 8 * P, SHM_RDONLY);
        shmctl(id, IPC_RMID, 0);
    }
    if (is("shm-remap")) {
        int id = shmget(IPC_PRIVATE, 4 * P, IPC_CREAT | 0600);
        map(a, 8 * P, RW);
        say("shmat", (long) shmat(id, a + 2 * P, SHM_REMAP));
        shmctl(id, IPC_RMID, 0);
    }
    if (is("shm-remap-sealed")) {
        int id = shmget(IPC_PRIVATE, 4 * P, IPC_CREAT | 0600);
        map(a, 8 * P, RW);
        seal(a + 4 * P, P);
        say("shmat", (long) shmat(id, a + 2 * P, SHM_REMAP));
        shmctl(id, IPC_RMID, 0);
    }
    if (is("dup")) {
        int f = open("/bin/bash", O_RDONLY);
        int g = dup(f);
        mmap(a, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, f, 0);
        mmap(a + 2 * P, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, g, 2 * P);
    }
    if (is("dup2")) {
        int f = open("/bin/bash", O_RDONLY), g = open("/bin/ls", O_RDONLY);
        mmap(a, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, g, 0);
        dup2(f, g);
        mmap(a + 2 * P, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, g, 2 * P);
        mmap(a + 4 * P, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, f, 4 * P);
    }
    if (is("vfork-close")) {
        int f = open("/bin/bash", O_RDONLY);
        mmap(a, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, f, 0);
        if (vfork() == 0) {
            close(f);
            _exit(0);
        }
        mmap(a + 2 * P, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, f, 2 * P);
    }
    if (is("close-range")) {
        int f = open("/bin/bash", O_RDONLY);
        mmap(a, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, f, 0);
        close_range(3, ~0U, 0);
        f = open("/bin/bash", O_RDONLY);
        mmap(a + 2 * P, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, f, 2 * P);
    }
    if (is("mbind")) {
        unsigned long m = 1;
        map(a, 8 * P, RW);
        memset(a, 1, 8 * P);
        say("mbind", syscall(SYS_mbind, a + 2 * P, 2 * P, MPOL_BIND, &m, 64, 0));
        say("home", syscall(450, a, 4 * P, 0, 0));
        say("pref", syscall(SYS_mbind, a + 4 * P, P, MPOL_PREFERRED, &m, 64, 0));
        say("home", syscall(450, a, 8 * P, 0, 0));
    }
    if (is("mlock-eagain")) {
        map(a, 8 * P, RW);
        struct rlimit r = { 4 * P, 4 * P };
        setrlimit(RLIMIT_MEMLOCK, &r);
        setuid(65534);
        say("mlock", mlock(a + 2 * P, 2 * P));
        say("mlock", mlock(a, 8 * P));
        say("mremap", (long) mremap(a + 2 * P, 2 * P, 8 * P, 1));
        say("mlockall", mlockall(MCL_CURRENT));
    }
    if (is("mlock-file-end")) {
        int f = memfd_create("f", 0);
        ftruncate(f, 2 * P);
        mmap(a, 4 * P, RW, MAP_SHARED | MAP_FIXED, f, 0);
        map(a + 4 * P, 2 * P, RW);
        say("mlock", mlock(a + P, 4 * P));
    }
    if (is("mremap-hugeflags")) {
        map(a, 8 * P, RW);
        madvise(a, 4 * P, MADV_DONTFORK);
        say("m", (long) mremap(a, 8 * P, 8 * P, 3, a + 64 * P));
    }
    if (is("mremap-overlap")) {
        map(a, 8 * P, RW);
        say("m", (long) mremap(a, 8 * P, 8 * P, 3, a + 4 * P));
        map(a + 8 * P, 8 * P, PROT_READ);
        say("m", (long) mremap(a, 16 * P, 8 * P, 3, a + 32 * P));
    }
    if (is("mremap-shrink-several")) {
        map(a, 4 * P, RW);
        map(a + 4 * P, 4 * P, PROT_READ);
        say("m", (long) mremap(a, 8 * P, 2 * P, 0));
    }
    if (is("mremap-shrink-move")) {
        map(a, 4 * P, RW);
        map(a + 4 * P, 4 * P, PROT_READ);
        say("m", (long) mremap(a, 8 * P, 2 * P, 3, a + 32 * P));
    }
    if (is("mremap-shrink-move2")) {
        map(a, 4 * P, RW);
        map(a + 4 * P, 4 * P, PROT_READ);
        say("m", (long) mremap(a, 8 * P, 6 * P, 3, a + 32 * P));
    }
    if (is("mremap-grow-several")) {
        map(a, 4 * P, RW);
        map(a + 4 * P, 4 * P, PROT_READ);
        say("m", (long) mremap(a, 8 * P, 16 * P, 1));
        say("m", (long) mremap(a + 4 * P, 4 * P, 16 * P, 1 | 0));
    }
    if (is("mremap-gap-end")) {
        map(a, 8 * P, RW);
        munmap(a + 6 * P, 2 * P);
        say("m", (long) mremap(a, 8 * P, 8 * P, 3, a + 32 * P));
    }
    if (is("mremap-gap-start")) {
        map(a, 8 * P, RW);
        munmap(a, 2 * P);
        map(a + 32 * P, 8 * P, RW);
        say("m", (long) mremap(a, 8 * P, 8 * P, 3, a + 32 * P));
    }
    if (is("mremap-shared0")) {
        mmap(a, 4 * P, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        say("m", (long) mremap(a + P, 0, 2 * P, 3, a + 16 * P));
        say("m", (long) mremap(a, 0, 4 * P, 1));
    }
    if (is("growsdown-grow")) {
        mmap(a, 4 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_GROWSDOWN, -1, 0);
        a[-4 * P] = 1;
        say("mp", mprotect(a + P, P, PROT_READ | PROT_GROWSDOWN));
    }
    if (is("growsdown-einval")) {
        map(a, 4 * P, RW);
        say("mp", mprotect(a + P, P, PROT_READ | PROT_GROWSDOWN));
    }
    if (is("growsdown-eacces")) {
        mmap(a, 4 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_GROWSDOWN, -1, 0);
        int f = open("/etc/passwd", O_RDONLY);
        mmap(a + 4 * P, P, PROT_READ, MAP_SHARED | MAP_FIXED, f, 0);
        say("mp", mprotect(a + 2 * P, 4 * P, PROT_READ | PROT_WRITE | PROT_EXEC | PROT_GROWSDOWN));
    }
    if (is("growsdown-two")) {
        mmap(a, 4 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_GROWSDOWN, -1, 0);
        map(a + 4 * P, 4 * P, RW);
        say("mp", mprotect(a + 2 * P, 4 * P, PROT_READ | PROT_GROWSDOWN));
    }
    if (is("fork-locks")) {
        map(a, 8 * P, RW);
        mlockall(MCL_CURRENT | MCL_FUTURE);
        if (fork() == 0) {
            map(a + 8 * P, 4 * P, RW);
            show();
            _exit(0);
        }
        wait(0);
    }
    if (is("fork-dontfork")) {
        map(a, 8 * P, RW);
        madvise(a + 2 * P, 2 * P, MADV_DONTFORK);
        madvise(a + 5 * P, P, MADV_WIPEONFORK);
        memset(a, 1, 8 * P);
        if (fork() == 0) {
            map(a + 2 * P, 2 * P, RW);
            show();
            _exit(0);
        }
        wait(0);
    }
    if (is("noreplace")) {
        map(a, 8 * P, RW);
        say("m",
            (long) mmap(a + 4 * P, 8 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
                        0));
        say("m",
            (long) mmap(a + 8 * P, 4 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
                        0));
    }
    if (is("munlockall")) {
        map(a, 8 * P, RW);
        mlock(a + 2 * P, P);
        syscall(SYS_mlock2, a + 4 * P, P, 1);
        munlockall();
    }
    if (is("mlock2")) {
        map(a, 8 * P, RW);
        mlock(a + 2 * P, P);
        syscall(SYS_mlock2, a, 8 * P, 1);
    }
    if (is("maplocked-eagain")) {
        map(a, 8 * P, RW);
        struct rlimit r = { 4 * P, 4 * P };
        setrlimit(RLIMIT_MEMLOCK, &r);
        setuid(65534);
        say("m",
            (long) mmap(a + 2 * P, 8 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_LOCKED,
                        -1, 0));
    }
    if (is("mmap-eacces-fixed")) {
        map(a, 8 * P, RW);
        int f = open("/etc/passwd", O_RDONLY);
        say("m", (long) mmap(a + 2 * P, 2 * P, RW, MAP_SHARED | MAP_FIXED, f, 0));
        int d = open("/tmp", O_RDONLY);
        say("m", (long) mmap(a + 2 * P, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, d, 0));
        int z = open("/dev/null", O_RDWR);
        say("m", (long) mmap(a + 2 * P, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, z, 0));
    }
    if (is("devzero-anon")) {
        int z = open("/dev/zero", O_RDWR);
        map(a, 2 * P, RW);
        mmap(a + 2 * P, 2 * P, RW, MAP_PRIVATE | MAP_FIXED, z, 0x7000);
        map(a + 4 * P, 2 * P, RW);
        a[2 * P] = 1;
    }
    if (is("protnone-popul")) {
        map(a, 4 * P, PROT_NONE);
        mmap(a + 4 * P, 4 * P, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_POPULATE,
             -1, 0);
        mprotect(a + 2 * P, 4 * P, RW);
    }
    if (is("madv-populate-efault")) {
        map(a, 8 * P, RW);
        mprotect(a + 4 * P, P, PROT_NONE);
        say("pw", madvise(a, 8 * P, 23));
        munmap(a + 6 * P, P);
        say("pw", madvise(a + 5 * P, 3 * P, 23));
        mprotect(a + 4 * P, P, RW);
    }
    if (is("pkey-eacces")) {
        map(a, 4 * P, RW);
        int f = open("/etc/passwd", O_RDONLY);
        mmap(a + 4 * P, P, PROT_READ, MAP_SHARED | MAP_FIXED, f, 0);
        say("pkey", syscall(329, a, 8 * P, PROT_READ | PROT_WRITE | PROT_EXEC, -1));
    }
    if (is("ksm")) {
        map(a, 8 * P, RW);
        say("ksm", prctl(67, 1, 0, 0, 0));
        map(a + 8 * P, 4 * P, RW);
        say("un", madvise(a + 2 * P, 2 * P, MADV_UNMERGEABLE));
    }
    if (is("nohuge-def")) {
        say("thp", prctl(41, 1, 0, 0, 0));
        map(a, 8 * P, RW);
    }
    if (is("fixed-huge")) {
        map(a, 16 * P, RW);
        map(a + (2UL << 20) - 4 * P, 8 * P, RW);
        say("huge",
            (long) mmap(a, 2UL << 20, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_HUGETLB, -1,
                        0));
    }
    if (is("fixed-beyond")) {
        map(a, 16 * P, RW);
        say("m", (long) mmap(a + P, 1UL << 46, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
        say("m", (long) mmap(a + P, 1UL << 47, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    }
    if (is("fixed-commit")) {
        map(a, 16 * P, RW);
        say("m", (long) mmap(a + P, 1UL << 42, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    }
    if (is("madv-eperm-written")) {
        int f = open("/etc/passwd", O_RDONLY);
        map(a, 8 * P, RW);
        mmap(a + 2 * P, P, RW, MAP_PRIVATE | MAP_FIXED, f, 0);
        a[2 * P] = 1;
        mprotect(a + 2 * P, P, PROT_READ);
        seal(a + 2 * P, P);
        say("dontfork", madvise(a, 8 * P, MADV_DONTFORK));
        mmap(a + 16 * P, P, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        mprotect(a + 16 * P, P, PROT_READ);
        seal(a + 16 * P, P);
        say("dontfork", madvise(a + 16 * P, P, MADV_DONTFORK));
    }
    if (is("guard-eperm")) {
        map(a, 8 * P, RW);
        mprotect(a + 4 * P, P, PROT_READ);
        seal(a + 4 * P, P);
        say("guard", madvise(a, 8 * P, GUARD));
        say("mlock", mlock(a, 2 * P));
        say("mlock", mlock(a + 5 * P, 2 * P));
    }
    if (is("guard-gap")) {
        map(a, 8 * P, RW);
        munmap(a + 4 * P, P);
        say("guard", madvise(a, 8 * P, GUARD));
        say("mlock", mlock(a, 2 * P));
        say("mlock", mlock(a + 5 * P, 2 * P));
    }
    if (is("guard-shared")) {
        map(a, 8 * P, RW);
        mmap(a + 4 * P, P, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        say("guard", madvise(a, 8 * P, GUARD));
        say("mlock", mlock(a, 8 * P));
    }
    if (is("mbind-eio")) {
        unsigned long m = 1;
        map(a, 8 * P, RW);
        memset(a, 1, 8 * P);
        say("mbind", syscall(SYS_mbind, a + 2 * P, 2 * P, MPOL_BIND, &m, 64, 1));
        say("mbind", syscall(SYS_mbind, a + 2 * P, 8 * P, MPOL_BIND, &m, 64, 0));
    }
    if (is("home-half")) {
        unsigned long m = 1;
        map(a, 8 * P, RW);
        say("bind", syscall(SYS_mbind, a, 4 * P, MPOL_BIND, &m, 64, 0));
        say("bind", syscall(SYS_mbind, a + 4 * P, 2 * P, MPOL_PREFERRED, &m, 64, 0));
        say("home", syscall(450, a + 2 * P, 4 * P, 0, 0));
    }
    if (is("home-gap")) {
        unsigned long m = 1;
        map(a, 8 * P, RW);
        munmap(a + 3 * P, P);
        say("bind", syscall(SYS_mbind, a, 2 * P, MPOL_BIND, &m, 64, 0));
        say("home", syscall(450, a + P, 6 * P, 0, 0));
    }
    if (is("ksm-fork")) {
        say("ksm", prctl(67, 1, 0, 0, 0));
        map(a, 8 * P, RW);
        if (fork() == 0) {
            map(a + 8 * P, 4 * P, RW);
            madvise(a + 9 * P, P, MADV_UNMERGEABLE);
            show();
            _exit(0);
        }
        wait(0);
        say("ksm", prctl(67, 0, 0, 0, 0));
        map(a + 8 * P, 4 * P, RW);
    }
    if (is("mlock-none-file")) {
        int f = memfd_create("f", 0);
        ftruncate(f, 2 * P);
        mmap(a, 4 * P, RW, MAP_PRIVATE | MAP_FIXED, f, 0);
        say("mlock", mlock(a + P, 3 * P));
    }
    if (is("munmap-sealed-last")) {
        map(a, 8 * P, RW);
        mprotect(a + 2 * P, 2 * P, PROT_READ);
        seal(a + 4 * P, 4 * P);
        say("munmap", munmap(a + P, 5 * P));
    }
    if (is("mseal-gap")) {
        map(a, 8 * P, RW);
        munmap(a + 4 * P, P);
        seal(a + P, 6 * P);
        seal(a + P, 2 * P);
    }
    if (is("mprotect-sealed-first")) {
        map(a, 8 * P, RW);
        seal(a, 2 * P);
        say("mp", mprotect(a, 8 * P, PROT_READ));
        say("mp", mprotect(a + P, 6 * P, PROT_READ));
    }
    if (is("mprotect-none-gap")) {
        map(a, 4 * P, RW);
        map(a + 5 * P, 3 * P, RW);
        say("mp", mprotect(a - P, 6 * P, PROT_NONE));
        say("mp", mprotect(a + P, 6 * P, PROT_NONE));
    }
    if (is("mlock-start-gap")) {
        map(a, 4 * P, RW);
        say("mlock", mlock(a - P, 3 * P));
        say("mlock", mlock(a + P, 6 * P));
        say("munlock", munlock(a + 2 * P, 6 * P));
    }
    if (is("dontunmap-several-locked")) {
        map(a, 4 * P, RW);
        map(a + 4 * P, 4 * P, PROT_READ);
        mlock(a, 8 * P);
        say("m", (long) mremap(a, 8 * P, 8 * P, 7, a + 32 * P));
    }
    if (is("dontunmap-gap")) {
        map(a, 8 * P, RW);
        munmap(a + 3 * P, P);
        mprotect(a + 5 * P, P, PROT_READ);
        memset(a, 1, 3 * P);
        say("m", (long) mremap(a, 8 * P, 8 * P, 7, a + 32 * P));
    }
    if (is("move-over-itself-part")) {
        map(a, 8 * P, RW);
        mprotect(a + 2 * P, 2 * P, PROT_READ);
        say("m", (long) mremap(a + P, 4 * P, 4 * P, 3, a + 16 * P));
        say("m", (long) mremap(a + 16 * P, 4 * P, 4 * P, 3, a + P));
    }
    if (is("move-shared-several")) {
        int f = open("/bin/bash", O_RDONLY);
        mmap(a, 4 * P, PROT_READ, MAP_SHARED | MAP_FIXED, f, 0);
        mmap(a + 4 * P, 4 * P, PROT_READ, MAP_SHARED | MAP_FIXED, f, 8 * P);
        say("m", (long) mremap(a, 8 * P, 8 * P, 3, a + 32 * P));
        mmap(a + 40 * P, 4 * P, PROT_READ, MAP_SHARED | MAP_FIXED, f, 12 * P);
    }
    if (is("populate-merge")) {
        mmap(a, 2 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_POPULATE, -1, 0);
        mmap(a + 4 * P, 2 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_POPULATE, -1, 0);
        mmap(a + 2 * P, 2 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    }
    if (is("fork-merge")) {
        map(a, 4 * P, RW);
        memset(a, 1, 4 * P);
        if (fork() == 0) {
            map(a + 4 * P, 2 * P, RW);
            a[4 * P] = 1;
            a[0] = 1;
            mprotect(a + 2 * P, 2 * P, PROT_READ);
            mprotect(a + 2 * P, 2 * P, RW);
            map(a + 6 * P, 2 * P, RW);
            show();
            _exit(0);
        }
        wait(0);
        map(a + 4 * P, 2 * P, RW);
    }
    if (is("grandchild")) {
        map(a, 4 * P, RW);
        memset(a, 1, 4 * P);
        if (fork() == 0) {
            a[0] = 1;
            map(a + 8 * P, 4 * P, RW);
            memset(a + 8 * P, 1, 4 * P);
            if (fork() == 0) {
                map(a + 4 * P, 4 * P, RW);
                mlock(a, 2 * P);
                show();
                _exit(0);
            }
            wait(0);
            map(a + 4 * P, 4 * P, RW);
            show();
            _exit(0);
        }
        wait(0);
    }
    if (is("normal-advice")) {
        map(a, 8 * P, RW);
        madvise(a + 2 * P, P, MADV_RANDOM);
        madvise(a + 3 * P, P, MADV_SEQUENTIAL);
        madvise(a + 2 * P, P, MADV_NORMAL);
        madvise(a + 5 * P, P, MADV_HUGEPAGE);
        madvise(a + 6 * P, P, MADV_NOHUGEPAGE);
        madvise(a + 5 * P, P, MADV_NOHUGEPAGE);
    }
    if (is("unaligned")) {
        map(a, 8 * P, RW);
        say("mp", mprotect(a + 2 * P, 100, PROT_READ));
        say("mu", munmap(a + 5 * P, 1));
        say("ml", mlock(a + 6 * P + 5, 1));
        say("md", madvise(a + 7 * P, 1, MADV_DONTFORK));
        say("bad", madvise(a + 7, 1, MADV_DONTFORK));
    }
    if (is("maplocked-fixed")) {
        map(a, 8 * P, RW);
        mmap(a + 2 * P, 2 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_LOCKED, -1, 0);
        mprotect(a + 3 * P, P, PROT_NONE);
        munlock(a, 8 * P);
    }
    if (is("onfault-future")) {
        mlockall(MCL_FUTURE | MCL_ONFAULT);
        map(a, 4 * P, RW);
        mmap(a + 4 * P, 4 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_LOCKED, -1, 0);
        mlockall(MCL_CURRENT);
        map(a + 8 * P, 2 * P, RW);
    }
    if (is("ksm-exec")) {
        prctl(67, 1, 0, 0, 0);
        execl("/proc/self/exe", "kernel-calls", "ksm-exec2", output, NULL);
    }
    if (is("ksm-exec2")) {
        map(a, 4 * P, RW);
        madvise(a + P, P, MADV_UNMERGEABLE);
    }
    if (is("mbind-eio2")) {
        unsigned long m = 2;
        map(a, 8 * P, RW);
        memset(a, 1, 8 * P);
        say("mbind", syscall(SYS_mbind, a + 2 * P, 2 * P, MPOL_BIND, &m, 64, 1));
        say("mbind", syscall(SYS_mbind, a + 2 * P, 2 * P, MPOL_BIND, &m, 64, 3));
    }
    if (is("brk-sealed2")) {
        char *b = sbrk(0);
        b = (char *) (((long) b + 4095) & ~4095L);
        brk(b + 8 * P);
        seal(b + 4 * P, P);
        brk(b + 2 * P);
        brk(b + 6 * P);
        sbrk(4 * P);
    }
    if (is("brk-future")) {
        mlockall(MCL_FUTURE);
        char *b = sbrk(0);
        sbrk(8 * P);
        munlockall();
    }
    if (is("mremap-enomem-rlimit")) {
        map(a, 4 * P, RW);
        map(a + 64 * P, 8 * P, PROT_READ);
        struct rlimit r;
        getrlimit(RLIMIT_AS, &r);
        r.rlim_cur = 64 << 20;
        setrlimit(RLIMIT_AS, &r);
        say("m", (long) mremap(a, 4 * P, 1UL << 30, 3, a + 66 * P));
    }
    if (is("fork-files")) {
        int f = open("/bin/bash", O_RDONLY);
        mmap(a, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, f, 0);
        if (fork() == 0) {
            mmap(a + 2 * P, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, f, 2 * P);
            close(f);
            f = open("/bin/bash", O_RDONLY);
            mmap(a + 4 * P, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, f, 4 * P);
            show();
            _exit(0);
        }
        wait(0);
        mmap(a + 2 * P, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, f, 2 * P);
    }
    if (is("fcntl-dup")) {
        int f = open("/bin/bash", O_RDONLY);
        int g = fcntl(f, F_DUPFD_CLOEXEC, 20), h = dup3(f, 30, 0);
        mmap(a, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, g, 0);
        close(f);
        mmap(a + 2 * P, 2 * P, PROT_READ, MAP_PRIVATE | MAP_FIXED, h, 2 * P);
    }
    if (is("mlock2-gap")) {
        map(a, 4 * P, RW);
        map(a + 5 * P, 3 * P, RW);
        say("mlock2", syscall(SYS_mlock2, a + P, 7 * P, 1));
    }
    if (is("mlock-none-second")) {
        map(a, 4 * P, PROT_NONE);
        map(a + 4 * P, 4 * P, RW);
        say("mlock", mlock(a + 2 * P, 4 * P));
    }
    if (is("mlock-guard")) {
        map(a, 8 * P, RW);
        madvise(a + 4 * P, P, GUARD);
        say("mlock", mlock(a + 2 * P, 4 * P));
        madvise(a + 4 * P, P, UNGUARD);
        say("mlock", mlock(a, 8 * P));
    }
    if (is("wipe-shared-first")) {
        mmap(a, 4 * P, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        map(a + 4 * P, 4 * P, RW);
        say("wipe", madvise(a + 2 * P, 4 * P, MADV_WIPEONFORK));
    }
    if (is("advice-gap-twice")) {
        map(a, 2 * P, RW);
        map(a + 3 * P, 2 * P, RW);
        map(a + 6 * P, 2 * P, RW);
        say("dd", madvise(a + P, 6 * P, MADV_DONTDUMP));
        say("dd", madvise(a + 8 * P, 6 * P, MADV_DONTDUMP));
    }
    if (is("pkey-sealed")) {
        map(a, 8 * P, RW);
        seal(a + 4 * P, P);
        say("pkey", syscall(329, a + 2 * P, 6 * P, PROT_READ, -1));
    }
    if (is("noreplace-sealed")) {
        map(a, 8 * P, RW);
        seal(a + 4 * P, P);
        say("m",
            (long) mmap(a + 2 * P, 8 * P, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
                        0));
    }
    if (is("mremap-dontunmap-sealed")) {
        map(a, 8 * P, RW);
        seal(a + 4 * P, P);
        say("m", (long) mremap(a, 8 * P, 8 * P, 7, a + 32 * P));
    }
    if (is("mremap-sealed-inside")) {
        map(a, 8 * P, RW);
        seal(a + 4 * P, P);
        say("m", (long) mremap(a + 4 * P, P, 2 * P, 1));
        say("m", (long) mremap(a + 2 * P, 4 * P, 2 * P, 0));
    }
    if (is("grow-in-place")) {
        map(a, 4 * P, RW);
        mlock(a, 4 * P);
        say("m", (long) mremap(a, 4 * P, 8 * P, 0));
        map(a + 12 * P, P, PROT_READ);
        say("m", (long) mremap(a, 8 * P, 16 * P, 0));
        map(a + 8 * P, 4 * P, RW);
    }
    if (is("grow-and-move")) {
        map(a, 4 * P, RW);
        a[0] = 1;
        map(a + 4 * P, 4 * P, PROT_READ);
        say("m", (long) mremap(a, 4 * P, 8 * P, 3, a + 64 * P));
        say("m", (long) mremap(a + 65 * P, 2 * P, 4 * P, 3, a));
    }
    if (is("process-madvise")) {
        map(a, 8 * P, RW);
        int p = syscall(434, getpid(), 0);
        struct {
            char *b;
            unsigned long n;
        } v[2] = { { a + P, P }, { a + 4 * P, 2 * P } };
        say("pm", syscall(440, p, v, 2, MADV_DONTFORK, 0));
    }
    show();
    return 0;
}
