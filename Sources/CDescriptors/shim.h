#pragma once
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

// As many as are ever sent at once.
enum { TFDIFF_DESCRIPTORS = 3 };

// Sends one byte over a Unix socket with three open files, which the receiver then has open too. The macros that build such a message
// are not visible from Swift. Returns 0, or the error as in errno.
static inline int tfdiff_send_descriptors(int connection, int first, int second, int third) {
  int descriptors[TFDIFF_DESCRIPTORS] = {first, second, third};
  char byte = 0;
  struct iovec part = {.iov_base = &byte, .iov_len = 1};
  union {
    char bytes[CMSG_SPACE(sizeof descriptors)];
    struct cmsghdr alignment;
  } control;
  memset(&control, 0, sizeof control);
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof descriptors);
  memcpy(CMSG_DATA(header), descriptors, sizeof descriptors);
#ifdef MSG_NOSIGNAL
  int flags = MSG_NOSIGNAL;
#else
  int flags = 0;
#endif
  ssize_t sent;
  do sent = sendmsg(connection, &message, flags);
  while (sent < 0 && errno == EINTR);
  return sent == 1 ? 0 : errno;
}
