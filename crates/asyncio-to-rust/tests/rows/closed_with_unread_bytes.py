import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    client.sendall(b"a question")
    server.recv(1, socket.MSG_PEEK)  # it has come, and nobody reads it
    server.sendall(b"an answer")
    server.close()
    client.settimeout(30)
    try:
        while client.recv(100):
            pass
        print("closed")
    except ConnectionResetError:
        print("reset")
    client.close()
