import asyncio

try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(f"RuntimeError: {error}")
